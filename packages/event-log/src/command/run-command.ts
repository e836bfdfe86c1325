import { parseArgs } from "node:util";
import type { EventLog, SetAside, SetAsideOf } from "../event-log.ts";

export const usage = `npm run events -- list     [--stream catalog] [--group packager] [--json]
npm run events -- replay   [--stream catalog] [--group packager] [--json]

Lists the events that a consumer could not read or handle and that were set aside, or hands them out again to the groups that gave them up.`;

/** The command was not understood. */
export class WrongUsage extends Error {}

export interface Command extends SetAsideOf {
  readonly name: "list" | "replay";
  readonly isJson: boolean;
}

/** @throws WrongUsage */
export function readCommand(args: readonly string[]): Command {
  const { positionals, values } = parsed(args);
  const [name, ...others] = positionals;
  if ((name !== "list" && name !== "replay") || others.length > 0)
    throw new WrongUsage(`expected "list" or "replay", and got "${positionals.join(" ")}"`);
  return { name, stream: values.stream, group: values.group, isJson: values.json };
}

/** Carries it out. Returns what is to be printed. */
export async function runCommand(log: Pick<EventLog, "setAside" | "replay">, { name, stream, group, isJson }: Command): Promise<string> {
  if (name === "replay") {
    const replayed = await log.replay({ stream, group });
    return isJson ? JSON.stringify({ replayed }) : `${replayed} handed out again.`;
  }
  const aside = await log.setAside({ stream, group });
  if (isJson) return JSON.stringify({ count: aside.length, events: aside.map((each) => ({ ...each, entry: undefined, ...each.entry })) });
  return aside.length === 0 ? "Nothing was set aside." : [...aside.map(line), `${aside.length} set aside.`].join("\n");
}

function line({ stream, group, entry, reason, setAsideAtMs }: SetAside): string {
  const at = new Date(setAsideAtMs).toISOString();
  return `${at}  ${stream} → ${group}  ${entry.key}  ${reason.split("\n")[0]}`;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { stream: { type: "string" }, group: { type: "string" }, json: { type: "boolean", default: false } },
    });
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}
