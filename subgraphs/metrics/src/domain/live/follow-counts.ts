import { channels } from "./channels.ts";
import { followChanges } from "./follow-changes.ts";
import type { LiveCount, LiveCountStore, PlayableCount } from "./live-count-store.ts";

/** How many watch a playable: now, and whenever it changes. */
export function followCount(liveCounts: LiveCountStore, playableId: string): AsyncIterableIterator<PlayableCount> {
  return followChanges({
    changes: liveCounts.changes,
    channels: [channels.playable(playableId), channels.precision],
    read: async () => {
      const [count] = await liveCounts.count([playableId]);
      return count && { playableId, count };
    },
    isSame,
  });
}

/** The playables most watched: now, and whenever the list changes. Begins when the counts are known. */
export function followTop(liveCounts: LiveCountStore, first: number): AsyncIterableIterator<readonly PlayableCount[]> {
  return followChanges<readonly PlayableCount[]>({
    changes: liveCounts.changes,
    channels: [channels.any, channels.precision],
    // Counts that are lost leave the list as it was, with no numbers: an empty one would say that nobody watches.
    read: async (shown) =>
      (await liveCounts.top(first)) ?? shown?.map(({ playableId }) => ({ playableId, count: { precision: "UNKNOWN" } })),
    isSame: (a, b) => a.length === b.length && a.every((row, index) => isSame(row, b[index])),
  });
}

function isSame(a: PlayableCount, b: PlayableCount | undefined): boolean {
  return a.playableId === b?.playableId && a.count.precision === b.count.precision && viewersOf(a.count) === viewersOf(b.count);
}

function viewersOf(count: LiveCount): number | undefined {
  return count.precision === "UNKNOWN" ? undefined : count.viewers;
}
