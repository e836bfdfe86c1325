import { cpuSeconds } from "../cpu-seconds.ts";
import type { FromGenerator, LoadSpec } from "./load/generate-load.ts";
import type { LoadResult } from "./load/load.ts";
import type { FromSubgraphs } from "./load/serve-subgraphs.ts";
import type { Bench, Running } from "./surroundings.ts";

type Counted = FromSubgraphs & { readonly kind: "counted" };
type Done = FromGenerator & { readonly kind: "done" };

/** What one system did under some loads in one go. */
export interface Slot {
  readonly seconds: number;
  readonly results: readonly LoadResult[];
  readonly cpuSeconds: number;
  readonly subgraphRequests: number;
  readonly rssMb: number;
  /** How much of their core the generator and the subgraphs took together, 1 being all of it. */
  readonly loadCore: number;
}

export interface Measuring {
  readonly loads: readonly LoadSpec[];
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface Checked {
  /** What is answered in place of the right answers; undefined where all are right. */
  readonly wrong: string | undefined;
  /** Subgraph requests for an operation that comes when no equal one is under way. */
  readonly subgraphRequests: number;
}

/** Asks each request of an operation once. */
export async function check({ generator, subgraphs }: Bench, { port }: Running, load: LoadSpec): Promise<Checked> {
  const before = await subgraphs.ask<Counted>({ kind: "count" }, "counted");
  const { results } = await generator.ask<Done>({ kind: "check", port, load }, "done");
  const after = await subgraphs.ask<Counted>({ kind: "count" }, "counted");
  const answered = results.reduce((sum, { answered }) => sum + answered, 0);
  return { wrong: wrongAnswers(results), subgraphRequests: (after.requests - before.requests) / answered };
}

/** Loads a running system. */
export async function measure(
  bench: Bench,
  { port, process: system }: Running,
  { loads, warmUpSeconds, seconds }: Measuring,
): Promise<Slot> {
  const { generator, subgraphs } = bench;
  const snapshot = async () => ({
    at: performance.now(),
    system: system.cpuSeconds,
    load: cpuSeconds([generator.pid, subgraphs.pid]),
    requests: (await subgraphs.ask<Counted>({ kind: "count" }, "counted")).requests,
  });
  const done = generator.ask<Done>(undefined, "done");
  const stopped = generator.ask<FromGenerator>(undefined, "stopped");
  await generator.ask<FromGenerator>({ kind: "load", port, loads, warmUpSeconds, seconds }, "measuring");
  const before = await snapshot();
  await stopped;
  const after = await snapshot();
  const { results } = await done;
  return {
    seconds,
    results,
    cpuSeconds: after.system - before.system,
    subgraphRequests: after.requests - before.requests,
    rssMb: await system.rssMb(),
    loadCore: (after.load - before.load) / ((after.at - before.at) / 1_000),
  };
}

export function wrongAnswers(results: readonly LoadResult[]): string | undefined {
  const wrong = results.reduce((sum, each) => sum + each.wrong, 0);
  const first = results.find(({ firstWrong }) => firstWrong !== undefined)?.firstWrong;
  return wrong === 0 ? undefined : `${wrong} answers were wrong, the first: ${first}`;
}
