import type { LiveCountStore } from "../../domain/live/live-count-store.ts";
import { LiveTally } from "../../domain/live/live-tally.ts";

/** Live counts within one process. */
export function memoryLiveCountStore(parts: number): LiveCountStore {
  const tally = new LiveTally(parts);
  const epochs = new Map<number, number>();

  const isOpen = (part: number, epoch: number) => {
    if (epoch < (epochs.get(part) ?? 0)) return false;
    epochs.set(part, epoch);
    return true;
  };

  return {
    parts,
    changes: tally.changes,
    open: async (part, epoch) => isOpen(part, epoch),
    async publish({ part, epoch, asOfMs, isExact, viewers, changed }) {
      if (!isOpen(part, epoch)) return false;
      const isAll = changed === undefined || !tally.knows(part);
      tally.take({ part, asOfMs, isExact, isAll, viewers: isAll ? viewers : changed.map((id) => [id, viewers.get(id)]) });
      return true;
    },
    async count(playableIds) {
      tally.age(Date.now());
      return playableIds.map((id) => tally.count(id));
    },
    async top(first) {
      tally.age(Date.now());
      return tally.top(first);
    },
    async [Symbol.asyncDispose]() {},
  };
}
