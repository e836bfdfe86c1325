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
