import {
  type LiveCount,
  type LiveCountStore,
  type PartCounts,
  type PlayableCount,
  STALE_PART_MS,
} from "../../domain/live/live-count-store.ts";

/** Live counts within one process. */
export function memoryLiveCountStore(parts: number): LiveCountStore {
  const published = new Map<number, PartCounts>();

  const known = () => [...published.values()].filter(({ asOfMs }) => asOfMs + STALE_PART_MS > Date.now());

  return {
    parts,
    async publish(counts) {
      published.set(counts.part, counts);
    },
    async forget(part) {
      published.delete(part);
    },
    async count(playableIds) {
      const sum = adding(known(), parts);
      return playableIds.map(sum);
    },
    async top(first) {
      const found = known();
      if (found.length === 0) return undefined;
      const sum = adding(found, parts);
      const viewers = new Map<string, number>();
      for (const part of found) for (const [id, count] of part.viewers) viewers.set(id, (viewers.get(id) ?? 0) + count);
      return [...viewers]
        .sort(([idA, a], [idB, b]) => b - a || (idA < idB ? -1 : 1))
        .slice(0, first)
        .map(([playableId]): PlayableCount => ({ playableId, count: sum(playableId) }));
    },
  };
}

/** Adds up the parts that are known. */
function adding(known: readonly PartCounts[], parts: number): (playableId: string) => LiveCount {
  if (known.length === 0) return () => ({ precision: "UNKNOWN" });
  const precision = known.length === parts && known.every(({ isExact }) => isExact) ? "EXACT" : "PARTIAL";
  const asOfMs = Math.min(...known.map((part) => part.asOfMs));
  return (playableId) => {
    const viewers = known.reduce((sum, part) => sum + (part.viewers.get(playableId) ?? 0), 0);
    return { precision, viewers, asOfMs };
  };
}
