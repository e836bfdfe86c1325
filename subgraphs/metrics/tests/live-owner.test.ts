import { type EventLog, memoryEventLog } from "@marquee/event-log";
import { viewStream } from "@marquee/events";
import { partOf, type StoredEvent, type ViewEventStore } from "@marquee/view-events";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followCount, followTop } from "../src/domain/live/follow-counts.ts";
import { STALE_PART_MS } from "../src/domain/live/live-count-store.ts";
import { memoryLiveCountStore } from "../src/stores/memory/live-count-store.ts";
import { memoryLeaseBoard } from "../src/stores/memory/part-leases.ts";
import { startLiveOwner } from "../src/workers/live-owner.ts";
import { memoryViewEventStore, receive } from "./memory-view-event-store.ts";
import { NOW, viewEvent } from "./watching.ts";

const PARTS = 4;

/** An owner of all parts on a fake clock, and what a follower of the film is told. */
function owned({
  eventLog = memoryEventLog(),
  viewEvents = memoryViewEventStore(PARTS),
}: {
  eventLog?: EventLog;
  viewEvents?: ViewEventStore;
} = {}) {
  const liveCounts = memoryLiveCountStore(PARTS);
  const warnings: string[] = [];
  const logger = pino({ level: "warn" }, { write: (line) => void warnings.push(String(JSON.parse(line).msg)) });
  const owner = startLiveOwner({
    leases: memoryLeaseBoard(PARTS).join(),
    maxSessionsPerPart: 1_000,
    eventLog,
    viewEvents,
    liveCounts,
    logger,
  });
  const count = async () => (await liveCounts.count(["film"]))[0];
  const append = (...events: readonly StoredEvent[]) =>
    Promise.all(
      events.map((event) => eventLog.append(viewStream(partOf(event.sessionId, PARTS)), [{ key: event.sessionId, value: event }])),
    );
  return { owner, eventLog, viewEvents, liveCounts, warnings, count, append };
}

/** An event of the moment that the clock shows. */
const eventNow = (change: Partial<StoredEvent> = {}) =>
  viewEvent({ startedAtMs: NOW - 60_000, elapsedMs: Date.now() - NOW + 60_000, ...change });
const sessions = Array.from({ length: 20 }, (_, index) => `session ${index}`);

describe("the owner of live counts", () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => void vi.useRealTimers());

  it("knows nothing before it has rebuilt, and everything exactly then", async () => {
    const { owner, count } = owned();
    expect(await count()).toEqual({ precision: "UNKNOWN" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await count()).toEqual({ precision: "EXACT", viewers: 0, asOfMs: NOW + 1_000 });
    await owner[Symbol.asyncDispose]();
  });

  it("counts viewers within a second or two, whichever parts they are in, and lets them go 35 s after they fell silent", async () => {
    const { owner, count, append } = owned();
    await vi.advanceTimersByTimeAsync(1_000);
    await append(...sessions.map((sessionId) => eventNow({ sessionId })));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await count()).toMatchObject({ precision: "EXACT", viewers: 20 });
    await append(...sessions.slice(0, 5).map((sessionId) => eventNow({ sessionId, sequence: 2, kind: "STOPPED" })));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await count()).toMatchObject({ viewers: 15 });
    await vi.advanceTimersByTimeAsync(33_000);
    expect(await count()).toMatchObject({ precision: "EXACT", viewers: 0 });
    await owner[Symbol.asyncDispose]();
  });

  it("moves asOf on every second, with events and without", async () => {
    const { owner, count, append } = owned();
    for (let second = 1; second <= 5; second++) {
      await append(eventNow({ sequence: second }));
      await vi.advanceTimersByTimeAsync(1_000);
      const found = await count();
      expect(found).toMatchObject({ precision: "EXACT", viewers: 1 });
      expect(found && "asOfMs" in found && Date.now() - found.asOfMs).toBeLessThanOrEqual(1_000);
    }
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await count()).toMatchObject({ asOfMs: Date.now() });
    await owner[Symbol.asyncDispose]();
  });

  it("knows after a restart, from the stored events, who was watching before it", async () => {
    const viewEvents = memoryViewEventStore(PARTS);
    const ago = (ms: number, change: Partial<StoredEvent>) => viewEvent({ startedAtMs: NOW - 120_000, elapsedMs: 120_000 - ms, ...change });
    await receive(viewEvents, [
      ...sessions.map((sessionId) => ago(20_000, { sessionId })),
      ago(10_000, { sessionId: "session 0", sequence: 2, kind: "PAUSED" }),
      ago(10_000, { sessionId: "session 1", sequence: 2, kind: "PLAYING" }),
      ago(36_000, { sessionId: "gone" }),
      ago(70_000, { sessionId: "long gone" }),
      ago(32_000, { sessionId: "in the minute before" }),
      ago(40_000, { sessionId: "back again", kind: "ENDED" }),
      ago(33_000, { sessionId: "back again", sequence: 2 }),
    ]);
    const { owner, count } = owned({ viewEvents });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await count()).toMatchObject({ precision: "EXACT", viewers: 21 });
    await owner[Symbol.asyncDispose]();
  });

  it("loses no event that comes while it rebuilds", async () => {
    const stored = memoryViewEventStore(PARTS);
    const reading = Promise.withResolvers<void>();
    const viewEvents: ViewEventStore = {
      ...stored,
      async touched(minute, part) {
        const found = await stored.touched(minute, part);
        await reading.promise;
        return found;
      },
    };
    const { owner, count, append } = owned({ viewEvents });
    await append(...sessions.map((sessionId) => eventNow({ sessionId })));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await count()).toEqual({ precision: "UNKNOWN" });
    reading.resolve();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await count()).toMatchObject({ precision: "EXACT", viewers: 20 });
    await owner[Symbol.asyncDispose]();
  });

  it("says unknown while the stored events cannot be read, and comes back by itself", async () => {
    const stored = memoryViewEventStore(PARTS);
    let isDown = true;
    const viewEvents: ViewEventStore = {
      ...stored,
      touched: async (minute, part) => (isDown ? Promise.reject(new Error("down")) : stored.touched(minute, part)),
    };
    const { owner, count, warnings } = owned({ viewEvents });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await count()).toEqual({ precision: "UNKNOWN" });
    expect(warnings.length).toBeLessThan(4 * 12);
    isDown = false;
    await vi.advanceTimersByTimeAsync(32_000);
    expect(await count()).toMatchObject({ precision: "EXACT", viewers: 0 });
    await owner[Symbol.asyncDispose]();
  });

  it("rebuilds when entries were dropped before it had read them", async () => {
    const eventLog = memoryEventLog({ maxEntries: 10 });
    const viewEvents = memoryViewEventStore(PARTS);
    const { owner, count, append, warnings } = owned({ eventLog, viewEvents });
    await vi.advanceTimersByTimeAsync(1_000);
    const events = Array.from({ length: 200 }, (_, index) => eventNow({ sessionId: `session ${index}` }));
    await receive(viewEvents, events);
    await append(...events);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(warnings).toContain("counting live viewers fell behind the log; it begins again from the stored events");
    expect(await count()).toMatchObject({ precision: "EXACT", viewers: 200 });
    await owner[Symbol.asyncDispose]();
  });

  it("rebuilds when the log has lost what it held", async () => {
    const inner = memoryEventLog();
    let generation = "one";
    const eventLog: EventLog = { ...inner, generation: async () => generation, [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose]() };
    const viewEvents = memoryViewEventStore(PARTS);
    const { owner, count } = owned({ eventLog, viewEvents });
    await vi.advanceTimersByTimeAsync(1_000);
    await receive(viewEvents, [eventNow()]);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await count()).toMatchObject({ viewers: 0 });
    generation = "two";
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await count()).toMatchObject({ precision: "EXACT", viewers: 1 });
    await owner[Symbol.asyncDispose]();
  });

  it("skips what is no view event, and says how much it was", async () => {
    const { owner, eventLog, count, append, warnings } = owned();
    const unreadable = [null, "text", { kind: "PLAYING" }, { ...eventNow(), kind: "DANCING" }, { ...eventNow(), elapsedMs: "1" }];
    await eventLog.append(
      viewStream(0),
      unreadable.map((value) => ({ key: "x", value })),
    );
    await append(eventNow());
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await count()).toMatchObject({ precision: "EXACT", viewers: 1 });
    expect(warnings).toEqual(["skipped log entries that are no view events"]);
    await owner[Symbol.asyncDispose]();
  });

  it("says nothing more once it stopped, so that what it said stands until it is too old", async () => {
    const { owner, count } = owned();
    await vi.advanceTimersByTimeAsync(1_000);
    await owner[Symbol.asyncDispose]();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(STALE_PART_MS - 1_000);
    expect(await count()).toMatchObject({ precision: "EXACT", asOfMs: NOW + 1_000 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await count()).toEqual({ precision: "UNKNOWN" });
  });

  it("tells a follower of a playable how it fills and empties", async () => {
    const { owner, liveCounts, append } = owned();
    const told: unknown[] = [];
    const values = followCount(liveCounts, "film");
    const following = (async () => {
      for await (const { count } of values) told.push("viewers" in count ? count.viewers : count.precision);
    })();
    await vi.advanceTimersByTimeAsync(3_000);
    await append(...sessions.map((sessionId) => eventNow({ sessionId })));
    await vi.advanceTimersByTimeAsync(3_000);
    await append(...sessions.map((sessionId) => eventNow({ sessionId, sequence: 2, kind: "STOPPED" })));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(told).toEqual(["UNKNOWN", 0, 20, 0]);
    await values.return?.();
    await following;
    await owner[Symbol.asyncDispose]();
  });

  it("shows a dashboard a title going to 0 before it leaves the list, and no list that is not known", async () => {
    const { owner, liveCounts, append } = owned();
    const told: string[] = [];
    const values = followTop(liveCounts, 5);
    const following = (async () => {
      for await (const rows of values) {
        told.push(rows.map(({ playableId, count }) => `${playableId} ${"viewers" in count ? count.viewers : count.precision}`).join(", "));
      }
    })();
    await append(eventNow({ sessionId: "a" }), eventNow({ sessionId: "b" }), eventNow({ sessionId: "c", playableId: "series" }));
    await vi.advanceTimersByTimeAsync(3_000);
    await append(eventNow({ sessionId: "a", sequence: 2, kind: "ENDED" }), eventNow({ sessionId: "b", sequence: 2, kind: "ENDED" }));
    await vi.advanceTimersByTimeAsync(25_000);
    expect(told.slice(0, 2)).toEqual(["film 2, series 1", "series 1, film 0"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([...new Set(told)]).toEqual(["film 2, series 1", "series 1, film 0", "series 1", "series 0", ""]);
    await values.return?.();
    await following;
    await owner[Symbol.asyncDispose]();
  });

  it("shows a dashboard the titles it had without numbers, once nothing is known of them any more", async () => {
    const { owner, liveCounts, append } = owned();
    const values = followTop(liveCounts, 5);
    await append(eventNow());
    await vi.advanceTimersByTimeAsync(1_500);
    expect((await values.next()).value).toMatchObject([{ playableId: "film", count: { viewers: 1 } }]);
    await owner[Symbol.asyncDispose]();
    await vi.advanceTimersByTimeAsync(STALE_PART_MS);
    const next = values.next();
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await next).value).toEqual([{ playableId: "film", count: { precision: "UNKNOWN" } }]);
    await values.return?.();
  });
});
