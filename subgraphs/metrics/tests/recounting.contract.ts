import type { StoredEvent, ViewEventStore } from "@marquee/view-events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addCounts, noCounts } from "../src/domain/rollups/counts.ts";
import { recount } from "../src/domain/rollups/recount.ts";
import { type RecountAllOptions, recountAll } from "../src/domain/rollups/recount-all.ts";
import type { Recounting } from "../src/domain/rollups/recount-part.ts";
import type { RollupRow, RollupStore } from "../src/domain/rollups/rollup-store.ts";
import { type Step, stepMs, steps } from "../src/domain/rollups/step.ts";
import { sweepPart } from "../src/domain/rollups/sweep-part.ts";
import { writeClock } from "../src/domain/rollups/write-clock.ts";
import { memoryRollupStore } from "./memory-rollup-store.ts";
import { receive, sessionIn } from "./memory-view-event-store.ts";
import { eventsOf, randomWatchings, recountByHand, seeded, viewEvent, type Watching } from "./watching.ts";

export interface Stores extends AsyncDisposable {
  readonly viewEvents: ViewEventStore;
  readonly rollups: RollupStore;
}

const never = new AbortController().signal;
/** Two hours ago, at the start of an hour. */
const START = Math.floor(Date.now() / stepMs.HOUR - 2) * stepMs.HOUR;
const MINUTE = START / 60_000;
const PARTS = 4;

/** What recounting does, whatever the stores; each test has a playable of its own, and receives and sweeps on its own. */
export function recountingContract(name: string, open: (parts: number) => Promise<Stores>): void {
  describe(`recounting in ${name}`, () => {
    let stores: Stores;
    let recounting: Recounting;
    beforeAll(async () => {
      stores = await open(PARTS);
      recounting = { ...stores, nowUs: writeClock(), graceMs: 10_000, rawKeptMs: 90 * stepMs.DAY };
    });
    afterAll(() => stores[Symbol.asyncDispose]());

    const sweep = async (first: number, last: number, by: Recounting = recounting) => {
      for (let part = 0; part < PARTS; part++) await sweepPart(by, { part, first, last });
    };
    const recounted = (playableId: string, by: Recounting = recounting, minutes = 60) =>
      recount(by, { playableId, first: MINUTE, end: MINUTE + minutes }, never);
    const all = (change: Partial<RecountAllOptions>, by: Recounting = recounting) =>
      recountAll({ ...by, lateLimitHours: 3, isRepair: false, signal: never, ...change });
    const watching = (change: Partial<Watching>): Watching => ({
      sessionId: "alice's",
      playableId: "film",
      startedAtMs: START + 10_000,
      durationSeconds: 5_400,
      deltasMs: [9_000, 10_000, 8_000, 0, 7_000],
      ...change,
    });
    const event = (change: Partial<StoredEvent>) => viewEvent({ startedAtMs: START, ...change });
    const total = async (playableId: string, step: Step, by: RollupStore = stores.rollups) => {
      const first = Math.floor((MINUTE * 60_000) / stepMs[step]);
      const rows = await by.read({ step, playableIds: [playableId], first, end: first + 200 });
      return rows.map(({ counts }) => counts).reduce(addCounts, noCounts);
    };
    const falsify = (step: Step, row: Pick<RollupRow, "playableId" | "at" | "part">) =>
      stores.rollups.write(step, [{ ...row, counts: { ...noCounts, views: 77 }, readAtUs: recounting.nowUs() }]);

    it("knows nothing while nothing was ever swept", async () => {
      await receive(stores.viewEvents, [event({ playableId: "unswept" })]);
      expect(await recounted("unswept", { ...recounting, rollups: memoryRollupStore(PARTS) })).toEqual({
        stored: undefined,
        recounted: undefined,
        isEqual: undefined,
        hasExpired: false,
        minutesCompared: 0,
        differences: [],
        inconsistentSessionIds: [],
      });
    });

    it("finds what is stored to be what the raw events add up to, and what a person finds", async () => {
      const watchings = randomWatchings(seeded(7), 30).map((one) => ({
        ...one,
        playableId: "equal",
        startedAtMs: START + (one.startedAtMs % 1_800_000),
      }));
      await receive(stores.viewEvents, watchings.flatMap(eventsOf));
      await sweep(MINUTE, MINUTE + 60);
      const byHand = recountByHand(watchings);
      expect(byHand.views).toBeGreaterThan(0);
      expect(await recounted("equal")).toMatchObject({ isEqual: true, stored: byHand, recounted: byHand, minutesCompared: 60 });
      expect(await recounted("never watched")).toMatchObject({ isEqual: true, stored: noCounts, recounted: noCounts });
    });

    it.each(steps)("names a %s that is stored otherwise than it comes out, until it is repaired", async (step) => {
      const playableId = `false ${step}`;
      await receive(stores.viewEvents, eventsOf(watching({ playableId, sessionId: "bob's" })));
      await sweep(MINUTE, MINUTE + 60);
      const part = 3;
      const at = Math.floor((MINUTE * 60_000) / stepMs[step]);
      await falsify(step, { playableId, at, part });

      const found = await recounted(playableId);
      expect(found.isEqual).toBe(false);
      expect(found.differences).toContainEqual(expect.objectContaining({ step, playableId, at, part, stored: { ...noCounts, views: 77 } }));

      // Recounting everything looks where marks are, so the part needs one of its own.
      await receive(stores.viewEvents, [event({ playableId, sessionId: sessionIn(part, PARTS), receivedAtMs: START + 61 * 60_000 })]);
      await sweep(MINUTE + 61, MINUTE + 61);
      await falsify(step, { playableId, at, part });
      const repaired = await all({ playableId, isRepair: true });
      expect(repaired.differed).toBeGreaterThan(0);
      expect(repaired.repaired).toBe(repaired.differed);
      expect(await recounted(playableId)).toMatchObject({ isEqual: true });
      expect(await all({ playableId })).toMatchObject({ differed: 0, differing: [] });
      for (const each of steps) expect(await total(playableId, each)).toMatchObject({ views: 1, watchMs: 44_000 });
    });

    it("names a window whose events were written and never counted", async () => {
      await stores.viewEvents.write([event({ playableId: "unmarked" })]);
      await sweep(MINUTE, MINUTE + 62);
      expect(await recounted("unmarked")).toMatchObject({ isEqual: false, stored: noCounts, recounted: { watchMs: 10_000 } });
    });

    it("leaves out what was received since it was swept, and says that it does", async () => {
      const playableId = "pending";
      await receive(stores.viewEvents, [event({ playableId })]);
      await sweep(MINUTE, MINUTE + 62);
      const late = event({ playableId, sequence: 2, watchedMs: 20_000, receivedAtMs: START + 63 * 60_000 });
      await receive(stores.viewEvents, [late]);
      expect(await recounted(playableId)).toMatchObject({ isEqual: true, minutesCompared: 59, recounted: { watchMs: 0 } });
      expect(await all({ playableId })).toMatchObject({ differed: 0 });
      await sweep(MINUTE + 63, MINUTE + 63);
      expect(await recounted(playableId)).toMatchObject({ isEqual: true, minutesCompared: 60, recounted: { watchMs: 20_000 } });
    });

    it("never sees a difference while events arrive and are swept", async () => {
      const playableId = "arriving";
      const results: unknown[] = [];
      for (let minute = 64; minute < 84; minute++) {
        const events = [1, 2, 3].map((number) =>
          event({
            playableId,
            sessionId: `session ${minute} ${number}`,
            elapsedMs: number * 70_000,
            receivedAtMs: START + minute * 60_000,
          }),
        );
        const [, , found] = await Promise.all([
          receive(stores.viewEvents, events),
          sweep(MINUTE + minute - 1, MINUTE + minute - 1),
          recounted(playableId, recounting, 10),
        ]);
        results.push(found.isEqual);
      }
      expect(results).not.toContain(false);
      expect(results).toContain(true);
      await sweep(MINUTE + 83, MINUTE + 83);
      expect(await recounted(playableId)).toMatchObject({ isEqual: true, recounted: { watchMs: 600_000 } });
    });

    it("says that raw events have expired, and never overwrites what was counted of them", async () => {
      const playableId = "expired";
      await receive(stores.viewEvents, [event({ playableId })]);
      await sweep(MINUTE, MINUTE + 84);
      await falsify("DAY", { playableId, at: Math.floor(START / stepMs.DAY), part: 0 });
      const short = { ...recounting, rawKeptMs: 30 * stepMs.MINUTE };
      expect(await recounted(playableId, short)).toMatchObject({
        hasExpired: true,
        isEqual: undefined,
        stored: undefined,
        recounted: undefined,
      });
      expect(await all({ playableId, isRepair: true, first: MINUTE - 1 }, short)).toMatchObject({ differed: 0, repaired: 0 });
      expect((await total(playableId, "DAY")).views).toBe(77);
    });

    it("names sessions that do not add up, within the stretch alone", async () => {
      const playableId = "inconsistent";
      const [first, again] = [event({ playableId }), event({ playableId, elapsedMs: 130_000 })];
      await receive(stores.viewEvents, [first, again, event({ playableId, sessionId: "honest" })]);
      await sweep(MINUTE, MINUTE + 84);
      expect((await recounted(playableId)).inconsistentSessionIds).toEqual([first.sessionId]);
      expect((await recounted(playableId, recounting, 2)).inconsistentSessionIds).toEqual([]);
      expect([...(await all({ playableId })).inconsistentSessionIds]).toEqual([first.sessionId]);
    });

    it("rebuilds every roll-up from the marks when all of them were lost", async () => {
      const watchings = randomWatchings(seeded(8), 40).map((one) => ({
        ...one,
        playableId: `rebuilt ${one.playableId}`,
        startedAtMs: START + (one.startedAtMs % 1_200_000),
      }));
      await receive(stores.viewEvents, watchings.flatMap(eventsOf));
      const rollups = memoryRollupStore(PARTS);
      const lost = { ...recounting, rollups };
      for (let part = 0; part < PARTS; part++) await rollups.advance({ part, first: MINUTE, last: MINUTE + 84 });
      const rebuilt = await all({ isRepair: true }, lost);
      expect(rebuilt.repaired).toBe(rebuilt.differed);
      for (const film of new Set(watchings.map(({ playableId }) => playableId))) {
        const byHand = recountByHand(watchings.filter(({ playableId }) => playableId === film));
        for (const step of steps) expect(await total(film, step, rollups)).toEqual(byHand);
      }
      expect(await all({}, lost)).toMatchObject({ differed: 0, differing: [] });
    });

    it("ends early when it is told to", async () => {
      await expect(recount(recounting, { playableId: "any", first: MINUTE, end: MINUTE + 9 }, AbortSignal.abort("told"))).rejects.toBe(
        "told",
      );
    });
  });
}
