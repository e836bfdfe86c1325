import type { ViewEvent } from "@marquee/view-events";
import { VIEW_THRESHOLD_MS } from "../thresholds.ts";

/** What a stretch of watching adds up to. All are sums over single events, so stretches add up too. */
export interface Counts {
  readonly attempts: number;
  readonly plays: number;
  readonly views: number;
  readonly watchMs: number;
}

export const noCounts: Counts = { attempts: 0, plays: 0, views: 0, watchMs: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    attempts: a.attempts + b.attempts,
    plays: a.plays + b.plays,
    views: a.views + b.views,
    watchMs: a.watchMs + b.watchMs,
  };
}

/** The roll-up of a partition: of its events alone, in any order. */
export function countEvents(events: readonly ViewEvent[]): Counts {
  return events.map(countEvent).reduce(addCounts, noCounts);
}

/**
 * What one event counts for; `definitions` has it in words. Watch-history stores sums above 0 for a session's one source of watch
 * time only, so they are added without asking where they came from.
 */
function countEvent({ sequence, source, watchedDeltaMs: delta, watchedMs: total, durationSeconds }: ViewEvent): Counts {
  if (source === "SERVER") return { ...noCounts, attempts: sequence === 0 ? 1 : 0 };
  const threshold = viewThresholdMs(durationSeconds);
  return {
    attempts: 0,
    plays: delta > 0 && delta === total ? 1 : 0,
    views: total - delta < threshold && threshold <= total ? 1 : 0,
    watchMs: delta,
  };
}

/** The watched time at which a session becomes a view. */
function viewThresholdMs(durationSeconds: number | null): number {
  const isShort = durationSeconds !== null && durationSeconds > 0 && durationSeconds * 1_000 < 2 * VIEW_THRESHOLD_MS;
  return isShort ? (durationSeconds * 1_000) / 2 : VIEW_THRESHOLD_MS;
}
