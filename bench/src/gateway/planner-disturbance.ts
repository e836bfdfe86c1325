import { percentile } from "../percentile.ts";
import type { LoadSpec } from "./load/generate-load.ts";
import { measure, type Slot, wrongAnswers } from "./measure.ts";
import { rounded } from "./run.ts";
import type { Bench } from "./surroundings.ts";
import type { System } from "./systems.ts";

/** What operations that were never seen do to those whose plans are known, on one core. */
export interface PlannerDisturbance {
  readonly p99MsWithout: number;
  readonly p99MsWith: number;
  /** Operations that were never seen, answered a second meanwhile. */
  readonly unseenPerSecond: number;
  /** Why it does not count. */
  readonly void?: string;
}

/** Both well below what the router can answer, so that nobody waits for a turn; on a processor that is too slow for that it is said. */
const PER_SECOND = 100;
const known: LoadSpec = { operation: "home", connections: 50, perSecond: PER_SECOND };
const unseen: LoadSpec = { operation: "unseen", connections: 50, perSecond: PER_SECOND };
const ENOUGH = 0.95;
const ROUNDS = 2;

export async function plannerDisturbance(bench: Bench, system: System, seconds: number): Promise<PlannerDisturbance> {
  await using running = await bench.start(system, "shared");
  await bench.subgraphs.ask({ kind: "delay", delayMs: 0 }, "counted");
  const timing = { warmUpSeconds: 3, seconds: seconds / ROUNDS };
  const without: Slot[] = [];
  const beside: Slot[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    without.push(await measure(bench, running, { ...timing, loads: [known] }));
    beside.push(await measure(bench, running, { ...timing, loads: [known, unseen] }));
  }
  const p99Ms = (slots: readonly Slot[]) =>
    rounded(
      percentile(
        slots.flatMap(({ results }) => [...(results[0]?.timesMs ?? [])]),
        0.99,
      ) ?? 0,
    );
  const planned = beside.reduce((sum, { results }) => sum + (results[1]?.timesMs.length ?? 0), 0);
  const unseenPerSecond = rounded(planned / seconds);
  const wrong = wrongAnswers([...without, ...beside].flatMap(({ results }) => results));
  const reason = wrong ?? (unseenPerSecond < ENOUGH * PER_SECOND ? tooSlow(unseenPerSecond) : undefined);
  return { p99MsWithout: p99Ms(without), p99MsWith: p99Ms(beside), unseenPerSecond, ...(reason !== undefined && { void: reason }) };
}

function tooSlow(unseenPerSecond: number): string {
  return `the processor takes no ${PER_SECOND} unseen operations a second beside ${PER_SECOND} home pages, but ${unseenPerSecond}`;
}
