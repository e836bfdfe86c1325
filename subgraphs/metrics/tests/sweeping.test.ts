import { minuteOf, type StoredEvent, type ViewEventStore } from "@marquee/view-events";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addCounts, type Counts, noCounts } from "../src/domain/rollups/counts.ts";
import { readAudiences } from "../src/domain/rollups/read-audience.ts";
import { type Step, stepMs, steps } from "../src/domain/rollups/step.ts";
import { type Sweeping, sweepPart } from "../src/domain/rollups/sweep-part.ts";
import { writeClock } from "../src/domain/rollups/write-clock.ts";
import { receive } from "./memory-view-event-store.ts";
import { type MetricsDatabase, metricsDatabase } from "./metrics-database.ts";
import { eventsOf, NOW, randomWatchings, recountByHand, seeded, shuffled, viewEvent } from "./watching.ts";

const PARTS = 4;
const MINUTE = Math.floor(NOW / 60_000);
const films = ["film 0", "film 1", "film 2"];

describe("sweeping", () => {
  let database: MetricsDatabase;
  let sweeping: Sweeping;
  beforeAll(async () => {
    database = await metricsDatabase(PARTS);
    sweeping = { ...database, nowUs: writeClock() };
  });
  beforeEach(async () => {
    const tables = ["watch_history.view_events", "watch_history.touched_windows", "metrics.swept_parts"];
    await database.pool.query(`TRUNCATE ${[...tables, ...steps.map((step) => `metrics.${step.toLowerCase()}_rollups`)].join(", ")}`);
  });
  afterAll(() => database[Symbol.asyncDispose]());

  const sweepAll = async (first: number, last: number, by: Sweeping = sweeping) => {
    for (let part = 0; part < PARTS; part++) await sweepPart(by, { part, first, last });
  };
  const stored = async (step: Step, playableIds: readonly string[] = films) => {
    const found = await database.rollups.read({ step, playableIds, first: 0, end: 2_000_000_000 });
    return found
      .map(({ playableId, at, counts }) => ({ playableId, at, ...counts }))
      .sort((a, b) => a.at - b.at || (a.playableId < b.playableId ? -1 : 1));
  };
  const sum = (rows: readonly Counts[]) => rows.reduce(addCounts, noCounts);
  /** So many received minutes from the first one of a test on. */
  const last = (events: readonly StoredEvent[]) => Math.max(...events.map(({ receivedAtMs }) => Math.floor(receivedAtMs / 60_000)));

  it.each([1, 2, 3])("adds up to a recount by hand, with repeats, late events and any split into sweeps (seed %i)", async (seed) => {
    const random = seeded(seed);
    const watchings = randomWatchings(random, 40);
    const sent = watchings.flatMap(eventsOf).map((event) => {
      const lateMs = random() < 0.2 ? Math.floor(random() * 3_600_000) : Math.floor(random() * 5_000);
      return { ...event, receivedAtMs: event.receivedAtMs + lateMs };
    });
    const repeats = sent.filter(() => random() < 0.3).map((event) => ({ ...event, receivedAtMs: event.receivedAtMs + 400_000 }));
    const arrivals = [...sent, ...repeats].sort((a, b) => a.receivedAtMs - b.receivedAtMs);

    for (let first = MINUTE; first <= last(arrivals); ) {
      const end = first + 1 + Math.floor(random() * 20);
      await receive(
        database.viewEvents,
        shuffled(
          arrivals.filter(({ receivedAtMs }) => receivedAtMs >= first * 60_000 && receivedAtMs < end * 60_000),
          random,
        ),
      );
      await sweepAll(first, end - 1);
      first = end;
    }

    expect(arrivals.length).toBeGreaterThan(400);
    for (const step of steps) expect(sum(await stored(step))).toEqual(recountByHand(watchings));
    for (const film of films) {
      expect(sum(await stored("MINUTE", [film]))).toEqual(recountByHand(watchings.filter(({ playableId }) => playableId === film)));
    }
    for (const step of steps) {
      const byStep = Map.groupBy(sent, (event) => `${event.playableId} ${Math.floor((minuteOf(event) * 60_000) / stepMs[step])}`);
      const watched = new Map([...byStep].map(([key, events]) => [key, events.reduce((ms, { watchedDeltaMs }) => ms + watchedDeltaMs, 0)]));
      expect(new Map((await stored(step)).map(({ playableId, at, watchMs }) => [`${playableId} ${at}`, watchMs]))).toEqual(watched);
    }
  });

  it("writes the same when it sweeps again, in another order, and in two processes at once", async () => {
    const watchings = randomWatchings(seeded(9), 30);
    const events = watchings.flatMap(eventsOf);
    await receive(database.viewEvents, events);
    await sweepAll(MINUTE, last(events));
    const once = await Promise.all(steps.map((step) => stored(step)));

    for (const minute of shuffled([...Array(last(events) - MINUTE + 1).keys()], seeded(1)))
      await sweepAll(MINUTE + minute, MINUTE + minute);
    await Promise.all([1, 2].map(() => sweepAll(MINUTE, last(events), { ...database, nowUs: writeClock() })));
    expect(await Promise.all(steps.map((step) => stored(step)))).toEqual(once);
    expect(sum(once[2] ?? [])).toEqual(recountByHand(watchings));
  });

  it("lets a sweeper lose that read before an event came and wrote after it was counted", async () => {
    const [early, late] = [
      viewEvent({ sequence: 1, playableId: "film 0" }),
      viewEvent({ sequence: 2, playableId: "film 0", watchedMs: 20_000 }),
    ];
    await receive(database.viewEvents, [early]);
    const asleep = Promise.withResolvers<void>();
    const hasRead = Promise.withResolvers<void>();
    const sleepy: ViewEventStore = {
      ...database.viewEvents,
      async read(window) {
        const events = await database.viewEvents.read(window);
        hasRead.resolve();
        await asleep.promise;
        return events;
      },
    };

    const sleeper = sweepAll(MINUTE, MINUTE + 1, { ...sweeping, viewEvents: sleepy });
    await hasRead.promise;
    await receive(database.viewEvents, [late]);
    await sweepAll(MINUTE, MINUTE + 1);
    asleep.resolve();
    await sleeper;
    for (const step of steps) expect(sum(await stored(step)).watchMs).toBe(20_000);
  });

  it("takes over where a crash left it, without losing or doubling anything", async () => {
    const watchings = randomWatchings(seeded(4), 30);
    const events = watchings.flatMap(eventsOf);
    await receive(database.viewEvents, events);
    for (const failingWrite of [1, 2, 3, 4]) {
      let writes = 0;
      const crashing: Sweeping = {
        ...sweeping,
        rollups: {
          ...database.rollups,
          write: async (step, rows) => {
            writes += 1;
            if (writes === failingWrite) throw new Error("crashed");
            await database.rollups.write(step, rows);
          },
        },
      };
      await expect(sweepPart(crashing, { part: 1, first: MINUTE, last: last(events) })).rejects.toThrow("crashed");
      expect(await database.rollups.swept()).toEqual(new Map());
    }
    await sweepAll(MINUTE, last(events));
    for (const step of steps) expect(sum(await stored(step))).toEqual(recountByHand(watchings));
    expect(await database.rollups.swept()).toEqual(new Map([0, 1, 2, 3].map((part) => [part, last(events)])));
  });

  it("counts a content that replaced another, and not both", async () => {
    const event = viewEvent({ playableId: "film 0" });
    await receive(database.viewEvents, [event]);
    await sweepAll(MINUTE, MINUTE);
    await receive(database.viewEvents, [{ ...event, watchedDeltaMs: 4_000, receivedAtMs: event.receivedAtMs + 60_000 }]);
    await sweepAll(MINUTE + 1, MINUTE + 1);
    for (const step of steps) expect(sum(await stored(step))).toEqual({ ...noCounts, watchMs: 4_000 });
  });

  describe("read as an audience", () => {
    const reading = () => ({ rollups: database.rollups, minuteRetentionMs: 90 * stepMs.DAY, definition: "written" });
    const range = { step: "MINUTE", first: MINUTE - 1, end: MINUTE + 2 } as const;

    it("knows nothing while a part was never swept", async () => {
      await sweepPart(sweeping, { part: 0, first: MINUTE, last: MINUTE });
      const [audience] = await readAudiences(reading(), ["film 0"], range, NOW);
      expect(audience).toMatchObject({ asOfMs: undefined, totals: { counts: undefined } });
      expect(audience?.steps.map(({ counts }) => counts)).toEqual([undefined, undefined, undefined]);
    });

    it("has 0 where nothing was watched, and no number beyond the part that is furthest behind", async () => {
      await receive(database.viewEvents, [viewEvent({ playableId: "film 0" }), viewEvent({ playableId: "film 0", elapsedMs: 70_000 })]);
      await sweepAll(MINUTE - 1, MINUTE);
      for (const part of [0, 1, 2]) await sweepPart(sweeping, { part, first: MINUTE + 1, last: MINUTE + 1 });
      const [watched, unwatched] = await readAudiences(reading(), ["film 0", "film 1"], range, NOW);
      expect(watched?.asOfMs).toBe((MINUTE + 1) * 60_000);
      expect(watched?.steps.map(({ atMs, counts }) => [atMs / 60_000 - MINUTE, counts?.watchMs])).toEqual([
        [-1, 0],
        [0, 10_000],
        [1, undefined],
      ]);
      expect(watched?.totals).toEqual({ atMs: (MINUTE - 1) * 60_000, counts: { ...noCounts, plays: 1, watchMs: 10_000 } });
      expect(unwatched?.totals.counts).toEqual(noCounts);
    });

    it("has what is known so far of the hour and the day that it ends in", async () => {
      await receive(database.viewEvents, [viewEvent({ playableId: "film 0" })]);
      await sweepAll(MINUTE, MINUTE);
      for (const step of ["HOUR", "DAY"] as const) {
        const first = Math.floor(NOW / stepMs[step]);
        const [audience] = await readAudiences(reading(), ["film 0"], { step, first, end: first + 2 }, NOW);
        expect(audience?.steps.map(({ counts }) => counts?.watchMs)).toEqual([10_000, undefined]);
      }
    });

    it("has no number for minutes that have expired, nor for a sum that lacks them", async () => {
      await receive(database.viewEvents, [viewEvent({ playableId: "film 0" })]);
      await sweepAll(MINUTE - 1, MINUTE + 1);
      const later = NOW + 90 * stepMs.DAY;
      const [audience] = await readAudiences(reading(), ["film 0"], { ...range, end: MINUTE + 3 }, later);
      expect(audience?.steps.map(({ counts }) => counts)).toEqual([undefined, undefined, noCounts, undefined]);
      expect(audience?.totals.counts).toBeUndefined();
      const hour = Math.floor(MINUTE / 60);
      const [byHour] = await readAudiences(reading(), ["film 0"], { step: "HOUR", first: hour, end: hour + 1 }, later);
      expect(byHour?.totals.counts?.watchMs).toBe(10_000);
    });
  });
});
