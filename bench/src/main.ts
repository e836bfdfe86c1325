import { type ParseArgsConfig, parseArgs } from "node:util";
import { z } from "zod";
import { continueWatching } from "./continue-watching/continue-watching.ts";
import { fanOut } from "./fan-out/fan-out.ts";
import { gateway } from "./gateway/gateway.ts";
import { ingest } from "./ingest/ingest.ts";
import { thisMachine } from "./machine.ts";

export interface BenchOptions {
  /** How long each load is measured. */
  readonly seconds: number;
  /** Told how it gets on, a sentence at a time. */
  readonly say: (sentence: string) => void;
}

/** A bench starts what it needs, stops it again, and resolves with its figures. */
export interface Bench {
  /** What may follow its name, beside `--json`. */
  readonly usage: string;
  /** Its own options, beside `--seconds`. */
  readonly options?: ParseArgsConfig["options"];
  /** @throws ZodError for options that it cannot use */
  readonly run: (asked: { readonly values: Readonly<Record<string, unknown>>; readonly say: BenchOptions["say"] }) => Promise<Measured>;
}

export interface Measured {
  readonly figures: object;
  /** The figures for people; JSON over many lines, if omitted. */
  readonly text?: string;
}

const secondsShape = z.object({ seconds: z.coerce.number().int().min(1).max(600).default(20) });

/** A bench that takes nothing but how long. */
function simple(run: (options: BenchOptions) => Promise<object>): Bench {
  return { usage: "[--seconds 20]", run: async ({ values, say }) => ({ figures: await run({ ...secondsShape.parse(values), say }) }) };
}

const benches: Readonly<Record<string, Bench>> = {
  ingest: simple(ingest),
  "continue-watching": simple(continueWatching),
  gateway,
  "fan-out": fanOut,
};

const usage = `npm run bench -- NAME [--json]

${Object.entries(benches)
  .map(([name, bench]) => `${name} ${bench.usage}`)
  .join("\n")}`;

process.exitCode = await main();

async function main(): Promise<number> {
  const [name = "", ...rest] = process.argv.slice(2);
  const bench = benches[name];
  const say = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  if (!bench) {
    say(usage);
    return name === "--help" ? 0 : 2;
  }
  try {
    const options = { seconds: { type: "string" }, json: { type: "boolean" }, ...bench.options } as const;
    const { values } = parseArgs({ args: rest, options });
    const machine = thisMachine();
    const { figures, text } = await bench.run({ values, say });
    const all = { machine, ...figures };
    process.stdout.write(`${values.json === true ? JSON.stringify(all) : (text ?? JSON.stringify(all, undefined, 2))}\n`);
    return 0;
  } catch (error) {
    if (!isMisuse(error)) throw error;
    say(`${error.message}\n\n${usage}`);
    return 2;
  }
}

/** Options that do not exist, or that cannot be used. */
function isMisuse(error: unknown): error is Error {
  return error instanceof z.ZodError || (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
}
