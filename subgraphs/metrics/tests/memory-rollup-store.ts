import { addCounts, noCounts } from "../src/domain/rollups/counts.ts";
import type { RolledUp, RollupQuery, RollupRow, RollupStore } from "../src/domain/rollups/rollup-store.ts";

/** Roll-ups in memory, for tests that run on a clock of their own. */
export function memoryRollupStore(parts: number): RollupStore {
  const rows = { MINUTE: new Map<string, RollupRow>(), HOUR: new Map<string, RollupRow>(), DAY: new Map<string, RollupRow>() };
  const swept = new Map<number, number>();
  const since = new Map<number, number>();
  const keyOf = ({ playableId, at, part }: RollupRow) => `${at} ${part} ${playableId}`;
  const found = ({ step, playableIds, first, end }: RollupQuery) =>
    [...rows[step].values()].filter(({ playableId, at }) => playableIds.includes(playableId) && at >= first && at < end);
  return {
    parts,
    async write(step, given) {
      for (const row of given) {
        if ((rows[step].get(keyOf(row))?.readAtUs ?? 0) <= row.readAtUs) rows[step].set(keyOf(row), row);
      }
    },
    async read(query) {
      const byStep = Map.groupBy(found(query), ({ playableId, at }) => `${at} ${playableId}`);
      return [...byStep.values()].map((own) =>
        own.reduce<RolledUp>((sum, { playableId, at, counts }) => ({ playableId, at, counts: addCounts(sum.counts, counts) }), {
          playableId: "",
          at: 0,
          counts: noCounts,
        }),
      );
    },
    async readPart(query, part) {
      return found(query)
        .filter((row) => row.part === part)
        .map(({ playableId, at, counts }) => ({ playableId, at, counts }));
    },
    async swept() {
      return new Map(swept);
    },
    async sweptSince() {
      return since.size > 0 ? Math.min(...since.values()) : undefined;
    },
    async advance({ part, first, last }) {
      since.set(part, Math.min(since.get(part) ?? first, first));
      swept.set(part, Math.max(swept.get(part) ?? last, last));
    },
    async expireMinutes(beforeMinute) {
      for (const [key, { at }] of rows.MINUTE) if (at < beforeMinute) rows.MINUTE.delete(key);
      return false;
    },
  };
}
