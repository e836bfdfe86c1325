import { trackCalls } from "@marquee/contract-coverage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noCounts } from "../src/domain/rollups/counts.ts";
import type { RollupRow, RollupStore } from "../src/domain/rollups/rollup-store.ts";
import { type Step, steps } from "../src/domain/rollups/step.ts";

export interface RollupStoreUnderTest extends AsyncDisposable {
  readonly store: RollupStore;
  /** Whether minutes leave when `expireMinutes` is called; false where the engine expires them by itself. */
  readonly expiresOnCall: boolean;
}

/**
 * What every roll-up store does.
 *
 * @param name of the implementation, shown in the results
 * @param open makes an empty store
 */
export function rollupStoreContract(name: string, open: () => Promise<RollupStoreUnderTest>): void {
  describe(`roll-ups in ${name}`, () => {
    const called = new Set<PropertyKey>();
    let opened: RollupStoreUnderTest;
    let store: RollupStore;
    beforeAll(async () => {
      opened = await open();
      store = trackCalls(opened.store, called).tracked;
    });
    afterAll(() => opened[Symbol.asyncDispose]());

    const row = (playableId: string, at: number, views: number, change: Partial<RollupRow> = {}): RollupRow => {
      return { playableId, at, part: 0, counts: { ...noCounts, views }, readAtUs: 1_000, ...change };
    };
    const read = async (step: Step, playableId: string, first = 0, end = 2_000) =>
      [...(await store.read({ step, playableIds: [playableId], first, end }))].sort((a, b) => a.at - b.at);

    it.each(steps)("keeps every number of a %s, up to the largest", async (step) => {
      const counts = { attempts: 4, plays: 3, views: 2, watchMs: Number.MAX_SAFE_INTEGER };
      await store.write(step, [row("kept", 29_000_000, 0, { counts, readAtUs: 1_800_000_000_000_000 })]);
      expect(await read(step, "kept", 28_999_990, 29_000_010)).toEqual([{ playableId: "kept", at: 29_000_000, counts }]);
    });

    it("adds up the parts, and gives a part alone where it is asked for", async () => {
      await store.write("MINUTE", [row("parts", 5, 1), row("parts", 5, 20, { part: 1 }), row("parts", 6, 300, { part: 15 })]);
      expect((await read("MINUTE", "parts")).map(({ at, counts }) => [at, counts.views])).toEqual([
        [5, 21],
        [6, 300],
      ]);
      const query = { step: "MINUTE", playableIds: ["parts"], first: 0, end: 100 } as const;
      expect(await store.readPart(query, 1)).toEqual([{ playableId: "parts", at: 5, counts: { ...noCounts, views: 20 } }]);
      expect(await store.readPart(query, 2)).toEqual([]);
    });

    it("reads from the first step up to, but without, the end, and of the playables asked for alone", async () => {
      await store.write(
        "HOUR",
        [10, 11, 12, 13].flatMap((at) => [row("range", at, at), row("range two", at, 2 * at), row("beside", at, 1)]),
      );
      const found = await store.read({ step: "HOUR", playableIds: ["range", "range two"], first: 11, end: 13 });
      expect(found.map(({ playableId, at, counts }) => `${playableId} ${at} ${counts.views}`).sort()).toEqual([
        "range 11 11",
        "range 12 12",
        "range two 11 22",
        "range two 12 24",
      ]);
    });

    it("keeps minutes, hours and days apart", async () => {
      for (const [index, step] of steps.entries()) await store.write(step, [row("steps", 7, index + 1)]);
      expect((await Promise.all(steps.map((step) => read(step, "steps")))).flat().map(({ counts }) => counts.views)).toEqual([1, 2, 3]);
    });

    it("replaces a number, and lets the one stay that was read later, whatever order they come in", async () => {
      const older = row("race", 1, 10, { readAtUs: 2_000 });
      const newer = row("race", 1, 7, { readAtUs: 2_001 });
      for (const rows of [[older], [newer], [older]]) await store.write("MINUTE", rows);
      expect((await read("MINUTE", "race")).map(({ counts }) => counts.views)).toEqual([7]);
    });

    it("takes many rows at once, and the same rows from many sides at once", async () => {
      const rows = Array.from({ length: 2_000 }, (_, at) => row("many", at, at, { part: at % 16 }));
      await Promise.all([store.write("MINUTE", rows), store.write("MINUTE", [...rows].reverse()), store.write("MINUTE", rows.slice(500))]);
      const found = await read("MINUTE", "many");
      expect(found).toHaveLength(2_000);
      expect(found.every(({ at, counts }) => counts.views === at)).toBe(true);
    });

    it("takes nothing at all", async () => {
      await expect(store.write("DAY", [])).resolves.toBeUndefined();
    });

    it("remembers for what stretch each part was swept, which only grows", async () => {
      expect(await store.swept()).toEqual(new Map());
      expect(await store.sweptSince()).toBeUndefined();
      await store.advance({ part: 0, first: 80, last: 100 });
      await store.advance({ part: 15, first: 70, last: 90 });
      await store.advance({ part: 0, first: 60, last: 99 });
      await store.advance({ part: 15, first: 91, last: 91 });
      expect(await store.swept()).toEqual(
        new Map([
          [0, 100],
          [15, 91],
        ]),
      );
      expect(await store.sweptSince()).toBe(60);
    });

    it("lets the minutes before one expire, if that is not its engine's, and keeps hours and days", async () => {
      for (const step of steps) await store.write(step, [row("old", 49, 1), row("old", 50, 1)]);
      while (await store.expireMinutes(50));
      expect((await read("MINUTE", "old")).map(({ at }) => at)).toEqual(opened.expiresOnCall ? [50] : [49, 50]);
      expect(await read("HOUR", "old")).toHaveLength(2);
      expect(await read("DAY", "old")).toHaveLength(2);
    });

    it("reads a range that spans many partitions, and one that is empty", async () => {
      for (const step of steps) {
        const steps = [0, 59, 60, 239, 240, 1_199, 1_200];
        await store.write(
          step,
          steps.map((at) => row("long", at, 1)),
        );
        expect((await read(step, "long", 0, 1_200)).map(({ at }) => at)).toEqual(steps.slice(0, -1));
        expect(await read(step, "long", 60, 60)).toEqual([]);
        expect(await store.readPart({ step, playableIds: ["long", "nobody's"], first: 60, end: 241 }, 0)).toHaveLength(3);
      }
    });

    it("is exercised in every method of the interface", () => trackCalls(opened.store, called).expectAllCalled());
  });
}
