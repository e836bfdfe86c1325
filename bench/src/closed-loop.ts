import { setTimeout as wait } from "node:timers/promises";
import { percentile } from "./percentile.ts";

const REFUSED_PAUSE_MS = 1_000;

export interface ClosedLoop {
  /** How many requests are under way at any moment. */
  readonly concurrency: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** One request. Resolves with how many events were accepted and refused. */
  readonly request: () => Promise<Outcome>;
}

export interface Outcome {
  readonly accepted: number;
  readonly refused: number;
}

export interface LoopResult extends Outcome {
  readonly seconds: number;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
}

/** Keeps so many requests under way for a time, and tells what came of those that ended in it. `measured` is called as the warm-up ends. */
export async function closedLoop({ concurrency, warmUpSeconds, seconds, request }: ClosedLoop, measured: () => void): Promise<LoopResult> {
  const beginsAt = performance.now() + warmUpSeconds * 1_000;
  const endsAt = beginsAt + seconds * 1_000;
  const tally = { accepted: 0, refused: 0 };
  const times: number[] = [];
  let isMeasuring = false;
  const worker = async () => {
    for (let startedAt = performance.now(); startedAt < endsAt; startedAt = performance.now()) {
      const { accepted, refused } = await request();
      const endedAt = performance.now();
      if (refused > 0) await wait(REFUSED_PAUSE_MS); // a device that is told to try again waits, too
      if (endedAt < beginsAt || endedAt > endsAt) continue;
      if (!isMeasuring) measured();
      isMeasuring = true;
      tally.accepted += accepted;
      tally.refused += refused;
      times.push(endedAt - startedAt);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { ...tally, seconds, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) };
}
