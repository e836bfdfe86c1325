import { parseArgs } from "node:util";
import { z } from "zod";
import { type Drill, drills } from "./drills.ts";
import type { DrillResult } from "./result.ts";
import { runDrill } from "./run-drill.ts";

const usage = `npm run drill -- NAME [--short] [--embedded] [--seconds 75] [--viewers 40] [--keep] [--json]

Starts a Marquee of its own, puts it under load, damages it, heals it, and holds every number against the load's own ledger.
With --embedded it is the one process of \`npm start\`, else engines and services of their own. --keep leaves its files and logs.
`;

const whole = z.coerce.number().int().min(1);
const optionsShape = z.object({
  seconds: whole.max(3_600).optional(),
  viewers: whole.max(2_000).optional(),
  short: z.boolean(),
  embedded: z.boolean(),
  keep: z.boolean(),
  json: z.boolean(),
});

process.exit(await main());

async function main(): Promise<number> {
  const given = argumentsGiven();
  if (typeof given === "string") {
    process.stderr.write(`${given}\n\n${usage}`);
    return 2;
  }
  const { name, drill, options } = given;
  if (!drill) {
    process.stdout.write(`${usage}\n${list()}\n`);
    return 0;
  }
  const {
    short: isShort,
    embedded: isEmbedded,
    keep: keepsFiles,
    json,
    seconds = isShort ? 40 : 75,
    viewers = isShort ? 20 : 40,
  } = options;
  try {
    const say = (sentence: string) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${sentence}\n`);
    const result = await runDrill({ name, drill, isEmbedded, isShort, seconds, viewers, keepsFiles, say, signal: stopSignal() });
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${inWords(result)}\n`);
    return result.broken.length === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.stack : String(error)}\n`);
    return 1;
  }
}

interface Given {
  readonly name: string;
  /** Undefined where none was named: then they are listed. */
  readonly drill: Drill | undefined;
  readonly options: z.infer<typeof optionsShape>;
}

/** A text says what is wrong with what was given. */
function argumentsGiven(): Given | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        seconds: { type: "string" },
        viewers: { type: "string" },
        short: { type: "boolean", default: false },
        keep: { type: "boolean", default: false },
        embedded: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const options = optionsShape.safeParse(values);
    if (!options.success) return z.prettifyError(options.error);
    const [name, ...others] = positionals;
    if (others.length > 0) return "Name one drill.";
    const drill = name !== undefined && Object.hasOwn(drills, name) ? drills[name] : undefined;
    if (name !== undefined && !drill) return `There is no drill ${name}. These are there:\n${list()}`;
    if (drill && options.data.embedded && !drill.runsEmbedded) return `${name} damages what the one process does not have.`;
    return { name: name ?? "", drill, options: options.data };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function list(): string {
  return Object.entries(drills)
    .map(([name, { about, runsEmbedded }]) => `  ${name.padEnd(20)} ${about}${runsEmbedded ? " (also --embedded)" : ""}`)
    .join("\n");
}

/** Aborts at Ctrl-C, so that everything is stopped; asked twice, it ends at once, and what is left is killed. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(130);
      stopping.abort(new Error("stopped"));
    });
  }
  return stopping.signal;
}

function inWords({ broken, facts, ...figures }: DrillResult): string {
  const rows = Object.entries({ ...figures, ...facts }).map(([name, value]) => `  ${name.padEnd(22)} ${JSON.stringify(value)}`);
  return [...rows, broken.length === 0 ? "All of it held." : `Did not hold:\n${broken.map((sentence) => `  ${sentence}`).join("\n")}`].join(
    "\n",
  );
}
