import { beforeEach, describe, expect, it, vi } from "vitest";
import { type LiveCountStore, type PartCounts, STALE_PART_MS } from "../src/domain/live/live-count-store.ts";
import { NOW } from "./watching.ts";

const PARTS = 3;

/**
 * What every live-count store does.
 *
 * @param name of the implementation, shown in the results
 * @param open makes an empty store of 3 parts; `Date` is set by the suite, timers are real
 */
export function liveCountStoreContract(name: string, open: () => Promise<LiveCountStore>): void {
  describe(`live counts in ${name}`, () => {
    let store: LiveCountStore;
    beforeEach(async () => {
      vi.useFakeTimers({ toFake: ["Date"], now: NOW });
      store = await open();
      return () => void vi.useRealTimers();
    });

    const publish = (part: number, viewers: Readonly<Record<string, number>>, change: Partial<PartCounts> = {}) =>
      store.publish({ part, asOfMs: NOW, isExact: true, viewers: new Map(Object.entries(viewers)), ...change });
    const publishAll = async (viewers: Readonly<Record<string, number>>) => {
      for (let part = 0; part < PARTS; part++) await publish(part, viewers);
    };

    it("knows nothing before an owner has spoken", async () => {
      expect(await store.count(["film"])).toEqual([{ precision: "UNKNOWN" }]);
      expect(await store.top(10)).toBeUndefined();
    });

    it("adds up the parts, in the order of the question", async () => {
      await publish(0, { film: 2, series: 1 });
      await publish(1, { film: 3 });
      await publish(2, {});
      expect(await store.count(["series", "film", "nobody's"])).toEqual(
        [1, 5, 0].map((viewers) => ({ precision: "EXACT", viewers, asOfMs: NOW })),
      );
    });

    it("replaces what a part said before", async () => {
      await publishAll({ film: 2, series: 5 });
      await publishAll({ film: 1 });
      expect(await store.count(["film", "series"])).toMatchObject([{ viewers: 3 }, { viewers: 0 }]);
    });

    it("is as old as its oldest part", async () => {
      await publishAll({ film: 1 });
      await publish(1, { film: 1 }, { asOfMs: NOW - 4_000 });
      expect(await store.count(["film"])).toEqual([{ precision: "EXACT", viewers: 3, asOfMs: NOW - 4_000 }]);
    });

    it("says that it is partial while a part is unknown, while one was forgotten, and while one left sessions out", async () => {
      await publish(0, { film: 1 });
      await publish(1, { film: 1 });
      const partial = { precision: "PARTIAL", viewers: 2, asOfMs: NOW };
      expect(await store.count(["film"])).toEqual([partial]);
      await publish(2, { film: 1 });
      await store.forget(2);
      expect(await store.count(["film"])).toEqual([partial]);
      await publish(2, {}, { isExact: false });
      expect(await store.count(["film"])).toEqual([partial]);
      await publish(2, {});
      expect(await store.count(["film"])).toEqual([{ ...partial, precision: "EXACT" }]);
    });

    it("stops believing a part whose owner fell silent", async () => {
      await publishAll({ film: 1 });
      vi.setSystemTime(NOW + STALE_PART_MS - 1);
      await publish(0, { film: 1 }, { asOfMs: Date.now() });
      expect(await store.count(["film"])).toMatchObject([{ precision: "EXACT", viewers: 3 }]);
      vi.setSystemTime(NOW + STALE_PART_MS);
      expect(await store.count(["film"])).toMatchObject([{ precision: "PARTIAL", viewers: 1 }]);
      vi.setSystemTime(NOW + 3 * STALE_PART_MS);
      expect(await store.count(["film"])).toEqual([{ precision: "UNKNOWN" }]);
      expect(await store.top(1)).toBeUndefined();
    });

    it("ranks by the sum over the parts, then by id, and shows those that went to 0 last", async () => {
      await publish(0, { b: 1, a: 0, d: 4 });
      await publish(1, { b: 4, c: 5, e: 0 });
      await publish(2, { e: 1 });
      const ranking = (await store.top(10))?.map(({ playableId, count }) => [playableId, "viewers" in count && count.viewers]);
      expect(ranking).toEqual([
        ["b", 5],
        ["c", 5],
        ["d", 4],
        ["e", 1],
        ["a", 0],
      ]);
      expect((await store.top(2))?.map(({ playableId }) => playableId)).toEqual(["b", "c"]);
    });

    it("has an empty ranking when it is known that nobody watches", async () => {
      await publishAll({});
      expect(await store.top(10)).toEqual([]);
    });
  });
}
