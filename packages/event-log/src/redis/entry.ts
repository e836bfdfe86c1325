import type { LogEntry } from "../event-log.ts";

/** An entry as Redis has it. Its id is `<milliseconds>-<ordinal>`: the ordinal counts all entries that the stream ever had. */
export interface RawEntry {
  readonly id: string;
  readonly message: Readonly<Record<string, string>>;
}

export const NO_ENTRY = "0-0";

export function entryOf({ id, message }: RawEntry): LogEntry {
  return { key: message.key ?? "", value: readValue(message.value), position: id, appendedAtMs: Number(id.split("-")[0]) };
}

/** The group that an entry was replayed for; undefined for all others. */
export function onlyForOf({ message }: RawEntry): string | undefined {
  return message.group;
}

/** What is not JSON comes as it is: nobody can read it, which its consumer says. */
function readValue(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whether no entry is missing between one and the next. */
export function isNext(id: string, after: string): boolean {
  return ordinalOf(id) === ordinalOf(after) + 1;
}

/** Whether the first stands behind the second. */
export function isBehind(id: string, other: string): boolean {
  const [ms = 0, ordinal = 0] = id.split("-").map(Number);
  const [otherMs = 0, otherOrdinal = 0] = other.split("-").map(Number);
  return ms === otherMs ? ordinal > otherOrdinal : ms > otherMs;
}

function ordinalOf(id: string): number {
  return Number(id.split("-")[1]);
}
