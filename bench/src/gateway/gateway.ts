import { z } from "zod";
import type { Bench as BenchEntry, BenchOptions } from "../main.ts";
import type { LoadSpec } from "./load/generate-load.ts";
import { check, measure, type Slot } from "./measure.ts";
import { type OperationName, operationNames } from "./operations.ts";
import { installPeers } from "./peers.ts";
import { type Case, type Ratio, type Run, ratiosOf, runOf, voidRun } from "./run.ts";
import { type Bench, openBench, type Running } from "./surroundings.ts";
import { hiveRouter, systems as offered, type Sharing, type System } from "./systems.ts";

interface GatewayFigures {
  readonly runs: readonly Run[];
  readonly ratios: readonly Ratio[];
}

const list = z.string().transform((text) => text.split(",").map((item) => item.trim()));

const shape = z.object({
  seconds: z.coerce.number().positive().max(600).default(10),
  rounds: z.coerce.number().int().positive().max(20).default(2),
  systems: list.optional(),
  operations: list.pipe(z.array(z.enum(["1", "2", "3", "4"]))).default(["1", "2", "3", "4"]),
  delay: list
    .transform((items) => items.map(Number))
    .pipe(z.array(z.number().int().min(0).max(1_000)))
    .default([0, 5]),
  jwt: z.boolean().default(false),
  "hive-router": z.string().optional(),
});

type Options = z.infer<typeof shape>;

/** Ours beside other gateways, over the same subgraphs, in turn, each on the same core. */
export const gateway: BenchEntry = {
  usage: `[--seconds 10] [--rounds 2] [--systems ours,stock,…] [--operations 1,2,3,4] [--delay 0,5] [--jwt] [--hive-router PATH]`,
  options: {
    rounds: { type: "string" },
    systems: { type: "string" },
    operations: { type: "string" },
    delay: { type: "string" },
    jwt: { type: "boolean" },
    "hive-router": { type: "string" },
  },
  run: async ({ values, say }) => compare(shape.parse(values), say),
};

/** Requests under way at any moment; more where each waits for its subgraphs. */
const CONNECTIONS = 50;
const CONNECTIONS_WITH_DELAY = 200;
/** A system compiles itself meanwhile. */
const FIRST_WARM_UP_SECONDS = 4;
const WARM_UP_SECONDS = 1;

async function compare(options: Options, say: BenchOptions["say"]): Promise<GatewayFigures> {
  const rust = options["hive-router"];
  const all = rust === undefined ? offered : [...offered, hiveRouter(rust)];
  const systems = all.filter(({ name }) => options.systems === undefined || options.systems.includes(name));
  await installPeers(say);
  await using bench = await openBench();
  const runs: Run[] = [];
  for (const sharing of ["unshared", "shared"] as const) {
    const cases = casesOf(options).filter((each) => each.sharing === sharing);
    if (cases.length > 0) runs.push(...(await withSystems({ bench, systems, sharing, cases, options, say })));
  }
  return { runs, ratios: ratiosOf(runs) };
}

/** The small operation is never shared: it would be answered once for all of them. What cannot be shared as a whole is asked with sharing on. */
const sharings: Readonly<Record<OperationName, readonly Sharing[]>> = {
  large: ["unshared", "shared"],
  home: ["shared"],
  small: ["unshared"],
  unseen: ["shared"],
};

function casesOf({ operations, delay }: Options): readonly Case[] {
  const chosen = operationNames.filter((_, index) => operations.some((number) => Number(number) === index + 1));
  return delay.flatMap((delayMs) => chosen.flatMap((operation) => sharings[operation].map((sharing) => ({ operation, sharing, delayMs }))));
}

interface Comparing {
  readonly bench: Bench;
  readonly systems: readonly System[];
  readonly sharing: Sharing;
  readonly cases: readonly Case[];
  readonly options: Options;
  readonly say: BenchOptions["say"];
}

async function withSystems({ bench, systems, sharing, cases, options, say }: Comparing): Promise<readonly Run[]> {
  await using opened = new AsyncDisposableStack();
  const runs: Run[] = [];
  const running: Running[] = [];
  for (const system of systems) {
    say(`Starting ${system.name}, ${sharing}`);
    try {
      running.push(opened.use(await bench.start(system, sharing)));
    } catch (error) {
      const reason = `it did not start: ${error instanceof Error ? error.message : error}`;
      runs.push(...cases.map((each) => voidRun(system.name, each, reason)));
    }
  }
  for (const each of cases) {
    await bench.subgraphs.ask({ kind: "delay", delayMs: each.delayMs }, "counted");
    const able = running.filter(({ system }) => system.operations?.includes(each.operation) ?? true);
    runs.push(...(await alternate({ bench, running: able, on: each, options, say })));
  }
  return runs;
}

interface Alternating {
  readonly bench: Bench;
  readonly running: readonly Running[];
  readonly on: Case;
  readonly options: Options;
  readonly say: BenchOptions["say"];
}

async function alternate({ bench, running, on, options, say }: Alternating): Promise<readonly Run[]> {
  const load: LoadSpec = {
    operation: on.operation,
    connections: on.delayMs > 0 ? CONNECTIONS_WITH_DELAY : CONNECTIONS,
    isAuthenticated: options.jwt,
  };
  const slots = new Map<Running, Slot[]>();
  const runs: Run[] = [];
  for (const system of running) {
    const wrong = await check(bench, system, load);
    if (wrong === undefined) slots.set(system, []);
    else runs.push(voidRun(system.system.name, on, wrong));
  }
  for (let round = 0; round < options.rounds; round++) {
    for (const [system, measured] of slots) {
      const warmUpSeconds = round === 0 ? FIRST_WARM_UP_SECONDS : WARM_UP_SECONDS;
      measured.push(await measure(bench, system, { loads: [load], warmUpSeconds, seconds: options.seconds / options.rounds }));
    }
  }
  runs.push(...[...slots].map(([{ system }, measured]) => runOf(system.name, on, measured)));
  for (const run of runs) say(inWords(run));
  return runs;
}

function inWords(run: Run): string {
  const what = `${run.operation}, ${run.sharing}, ${run.delayMs} ms: ${run.system}`;
  const figures = `${run.requestsPerSecond}/s, ${run.cpuSecondsPer1000} CPU s for 1,000, p99 ${run.p99Ms} ms, load's core ${run.loadCore}`;
  return run.void === undefined ? `${what} ${figures}` : `${what} VOID (${run.void}) ${figures}`;
}
