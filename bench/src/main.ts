import { parseArgs } from "node:util";
import { z } from "zod";
import { continueWatching } from "./continue-watching/continue-watching.ts";
import { ingest } from "./ingest/ingest.ts";
import { thisMachine } from "./machine.ts";

export interface BenchOptions {
  /** How long each load is measured. */
  readonly seconds: number;
  /** Told how it gets on, a sentence at a time. */
  readonly say: (sentence: string) => void;
}

/** Every bench: it starts what it needs, stops it again, and resolves with its figures. */
const benches: Readonly<Record<string, (options: BenchOptions) => Promise<object>>> = {
  ingest,
  "continue-watching": continueWatching,
};

const usage = `npm run bench -- NAME [--seconds 20] [--json]

${Object.keys(benches).join("\n")}`;

const shape = z.object({ seconds: z.coerce.number().int().min(1).max(600), json: z.boolean(), help: z.boolean() });

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: "string", default: "20" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const options = shape.safeParse(values);
  const bench = benches[positionals[0] ?? ""];
  if (!options.success || options.data.help || !bench || positionals.length > 1) {
    process.stderr.write(`${usage}\n`);
    return options.success && options.data.help ? 0 : 2;
  }
  const say = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  const figures = { machine: thisMachine(), ...(await bench({ seconds: options.data.seconds, say })) };
  process.stdout.write(`${options.data.json ? JSON.stringify(figures) : JSON.stringify(figures, undefined, 2)}\n`);
  return 0;
}
