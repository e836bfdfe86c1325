import { setTimeout as pause } from "node:timers/promises";
import type { ViewEventStore } from "@marquee/view-events";
import type { Logger } from "pino";

export interface ExpireEventsOptions {
  readonly store: Pick<ViewEventStore, "expire">;
  /** How long raw events are kept. */
  readonly keptMs: number;
  readonly nowMs: () => number;
  readonly logger: Logger;
}

const BETWEEN_ROUNDS_MS = 3_600_000;
/** Lets others at the store between two portions. */
const BETWEEN_PORTIONS_MS = 1_000;

/** Deletes what is past its lifetime, a portion at a time, each hour anew. Disposing it ends it after the portion in hand. */
export function startExpiringEvents(options: ExpireEventsOptions): AsyncDisposable {
  const stop = new AbortController();
  const rounds = repeatUntil(stop.signal, options);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await rounds;
    },
  };
}

async function repeatUntil(signal: AbortSignal, { store, keptMs, nowMs, logger }: ExpireEventsOptions): Promise<void> {
  while (!signal.aborted) {
    const hasMore = await store.expire(Math.floor((nowMs() - keptMs) / 60_000)).catch((error: unknown) => {
      logger.warn({ err: error }, "old view events could not be deleted; the next round tries again");
      return false;
    });
    await pause(hasMore ? BETWEEN_PORTIONS_MS : BETWEEN_ROUNDS_MS, undefined, { signal, ref: false }).catch(() => {}); // aborted
  }
}
