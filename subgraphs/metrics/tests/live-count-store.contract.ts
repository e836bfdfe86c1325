import { trackCalls } from "@marquee/contract-coverage";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { channels } from "../src/domain/live/channels.ts";
import { type LiveCountStore, type PartCounts, STALE_PART_MS } from "../src/domain/live/live-count-store.ts";
import { NOW } from "./watching.ts";

const PARTS = 3;

/**
 * What every live-count store does.
 *
 * @param name of the implementation, shown in the results
 * @param make makes an empty store of 3 parts; `Date` is set by the suite, timers are real
 */
export function liveCountStoreContract(name: string, make: () => Promise<LiveCountStore>): void {
  describe(`live counts in ${name}`, () => {
    const called = new Set<PropertyKey>();
    let store: LiveCountStore;
    beforeEach(async () => {
      vi.useFakeTimers({ toFake: ["Date"], now: NOW });
      store = trackCalls(await make(), called).tracked;
    });
    afterEach(async () => {
      await store[Symbol.asyncDispose]();
      vi.useRealTimers();
    });

    const publish = (part: number, viewers: Readonly<Record<string, number>>, change: Partial<PartCounts> = {}) => {
      const counts = { part, epoch: 1, asOfMs: NOW, isExact: true, changed: undefined };
      return store.publish({ ...counts, viewers: new Map(Object.entries(viewers)), ...change });
    };
    const publishAll = async (viewers: Readonly<Record<string, number>>) => {
      for (let part = 0; part < PARTS; part++) await publish(part, viewers);
    };
    const viewersOf = async (...ids: readonly string[]) =>
      (await store.count(ids)).map((count) => ("viewers" in count ? count.viewers : count.precision));

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

    it("replaces what a part said before when all of it is said", async () => {
      await publishAll({ film: 2, series: 5 });
      await publishAll({ film: 1 });
      expect(await viewersOf("film", "series")).toEqual([3, 0]);
      expect((await store.top(10))?.map(({ playableId }) => playableId)).toEqual(["film"]);
    });

    it("brings what a part said before up to date by what changed", async () => {
      await publishAll({ film: 2, series: 5, short: 1 });
      await publish(0, { film: 4, series: 5, news: 7 }, { changed: ["film", "short", "news", "never seen"], asOfMs: NOW + 1_000 });
      expect(await viewersOf("film", "series", "short", "news")).toEqual([8, 15, 2, 7]);
      await publish(0, { film: 4, series: 5, news: 7 }, { changed: [], asOfMs: NOW + 2_000 });
      expect(await viewersOf("film", "series", "short", "news")).toEqual([8, 15, 2, 7]);
      await publish(1, { film: 2, series: 5 }, { changed: ["short"] });
      await publish(2, { film: 2, series: 5 }, { changed: ["short"] });
      expect((await store.top(10))?.map(({ playableId }) => playableId)).toEqual(["series", "film", "news"]);
    });

    it("holds all that was said though only changes are said to a store that has nothing yet", async () => {
      for (let part = 0; part < PARTS; part++) await publish(part, { film: 2, series: 5 }, { changed: ["film"] });
      expect(await viewersOf("film", "series")).toEqual([6, 15]);
    });

    it("takes many thousands of titles at once, and many thousands of changes", async () => {
      const titles = Array.from({ length: 10_001 }, (_, index) => `title ${index}`);
      const all = (viewers: number) => new Map(titles.map((id) => [id, viewers]));
      await publish(0, {}, { viewers: all(1) });
      await publish(0, {}, { viewers: all(2), changed: titles });
      expect(await viewersOf("title 0", "title 5000", "title 10000")).toEqual([2, 2, 2]);
      await publish(0, {}, { viewers: new Map(), changed: titles });
      expect(await store.top(10)).toEqual([]);
    });

    it("is as old as its oldest part", async () => {
      await publishAll({ film: 1 });
      await publish(1, { film: 1 }, { asOfMs: NOW - 4_000 });
      expect(await store.count(["film"])).toEqual([{ precision: "EXACT", viewers: 3, asOfMs: NOW - 4_000 }]);
    });

    it("says that it is partial while a part is unknown, and while one left sessions out", async () => {
      await publish(0, { film: 1 });
      await publish(1, { film: 1 });
      const partial = { precision: "PARTIAL", viewers: 2, asOfMs: NOW };
      expect(await store.count(["film"])).toEqual([partial]);
      await publish(2, {}, { isExact: false });
      expect(await store.count(["film"])).toEqual([partial]);
      await publish(2, {});
      expect(await store.count(["film"])).toEqual([{ ...partial, precision: "EXACT" }]);
    });

    it("stops believing a part whose owner fell silent, and believes it again when it speaks", async () => {
      await publishAll({ film: 1 });
      vi.setSystemTime(NOW + STALE_PART_MS - 1);
      await publish(0, { film: 1 }, { asOfMs: Date.now(), changed: [] });
      expect(await store.count(["film"])).toMatchObject([{ precision: "EXACT", viewers: 3 }]);
      vi.setSystemTime(NOW + STALE_PART_MS);
      expect(await store.count(["film"])).toMatchObject([{ precision: "PARTIAL", viewers: 1 }]);
      vi.setSystemTime(NOW + 3 * STALE_PART_MS);
      expect(await store.count(["film"])).toEqual([{ precision: "UNKNOWN" }]);
      expect(await store.top(1)).toBeUndefined();
      await publish(0, { film: 1, series: 1 }, { asOfMs: Date.now(), changed: ["series"] });
      expect(await viewersOf("film", "series")).toEqual([1, 1]);
    });

    it("refuses who counted a part before, from when a newer epoch is opened", async () => {
      await publishAll({ film: 1 });
      expect(await store.open(1, 7)).toBe(true);
      expect(await publish(1, { film: 100 }, { epoch: 6 })).toBe(false);
      expect(await publish(1, { film: 100 }, { epoch: 6, changed: ["film"] })).toBe(false);
      expect(await viewersOf("film")).toEqual([3]); // what was said before stands until the new owner speaks
      expect(await publish(1, { film: 5 }, { epoch: 7, changed: ["film"] })).toBe(true);
      expect(await store.open(1, 6)).toBe(false);
      expect(await publish(1, { film: 100 }, { epoch: 6 })).toBe(false);
      expect(await viewersOf("film")).toEqual([7]);
      expect([await store.open(1, 7), await store.open(0, 2)]).toEqual([true, true]);
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
      await publish(1, { c: 9 }, { changed: ["c", "b"] });
      expect((await store.top(2))?.map(({ playableId }) => playableId)).toEqual(["c", "d"]);
    });

    it("has an empty ranking when it is known that nobody watches", async () => {
      await publishAll({});
      expect(await store.top(10)).toEqual([]);
    });

    it("announces which playable changed, that some did, and what the counts can be relied on for", async () => {
      const listening = new AbortController();
      const heard = new Map<string, number>();
      for (const channel of [channels.playable("film"), channels.playable("series"), channels.any, channels.precision]) {
        void (async () => {
          for await (const _ of store.changes.subscribe(channel, listening.signal)) heard.set(channel, (heard.get(channel) ?? 0) + 1);
        })();
      }
      const since = async (change: () => Promise<unknown>) => {
        heard.clear();
        await change();
        await vi.waitFor(() => expect(heard.size).toBeGreaterThan(0), { timeout: 20_000 });
        return [...heard.keys()].sort();
      };
      expect(await since(() => publish(0, { film: 1, series: 1 }))).toEqual(["any", "playable:film", "playable:series", "precision"]);
      expect(await since(() => publish(0, { film: 2, series: 1 }, { changed: ["film"] }))).toEqual(["any", "playable:film"]);
      expect(await since(() => publish(1, {}).then(() => publish(2, {})))).toEqual(["precision"]);
      listening.abort();
    });

    it("exercises every method of the interface", () => trackCalls(store, called).expectAllCalled());
  });
}
