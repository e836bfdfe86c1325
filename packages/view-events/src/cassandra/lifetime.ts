/** Cassandra's own limit: 20 years. */
const LONGEST_SECONDS = 630_720_000;
/** Long enough to be swept, for an event that is accepted when its minute's lifetime is as good as over. */
const SHORTEST_SECONDS = 3_600;

/**
 * For how long a row lives from now on. All rows of a window expire together, so many days after its minute, whenever they were
 * received: an event that came late outlives none of the others, and one that is written again not its first time.
 */
export function ttlSeconds({ minute }: { readonly minute: number }, keptDays: number, nowMs: number): number {
  const left = Math.ceil((minute + 1) * 60 + keptDays * 86_400) - Math.floor(nowMs / 1_000);
  return Math.min(Math.max(left, SHORTEST_SECONDS), LONGEST_SECONDS);
}
