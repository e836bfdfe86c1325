import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RollupStore } from "../src/domain/rollups/rollup-store.ts";
import { stepMs } from "../src/domain/rollups/step.ts";
import { writeClock } from "../src/domain/rollups/write-clock.ts";
import { type SweeperOptions, startSweeper } from "../src/workers/sweeper.ts";
import { memoryRollupStore } from "./memory-rollup-store.ts";
import { memoryViewEventStore, receive, sessionIn } from "./memory-view-event-store.ts";
import { NOW, viewEvent } from "./watching.ts";

const PARTS = 4;
const MINUTE = Math.floor(NOW / 60_000);

/** A sweeper on a fake clock, with a grace time of 10 s. */
function sweeping(change: Partial<RollupStore> = {}, options: Partial<SweeperOptions> = {}) {
  const viewEvents = options.viewEvents ?? memoryViewEventStore(PARTS);
  const rollups: RollupStore = { ...memoryRollupStore(PARTS), ...change };
  const logger = pino({ level: "silent" });
  const limits = { graceMs: 10_000, lateLimitHours: 24, minuteRetentionMs: stepMs.DAY };
  const sweeper = startSweeper({ viewEvents, rollups, nowUs: writeClock(), logger, ...limits, ...options });
  const watchedMs = async () => {
    const rows = await rollups.read({ step: "DAY", playableIds: ["film"], first: 0, end: 100_000 });
    return rows.reduce((sum, { counts }) => sum + counts.watchMs, 0);
  };
  return { viewEvents, rollups, sweeper, watchedMs };
}

describe("the sweeper", () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => void vi.useRealTimers());

  it("counts a received minute as soon as it is closed, and a late event in the minute it came", async () => {
    const { viewEvents, rollups, sweeper, watchedMs } = sweeping();
    await receive(viewEvents, [viewEvent()]);
    await vi.advanceTimersByTimeAsync(39_999);
    expect(await watchedMs()).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(await watchedMs()).toBe(10_000);
    expect(await rollups.swept()).toEqual(new Map([0, 1, 2, 3].map((part) => [part, MINUTE])));

    await receive(viewEvents, [viewEvent({ sequence: 2, watchedMs: 20_000, receivedAtMs: NOW + 240_000 })]);
    await vi.advanceTimersByTimeAsync(239_999);
    expect(await watchedMs()).toBe(10_000);
    await vi.advanceTimersByTimeAsync(1);
    expect(await watchedMs()).toBe(20_000);
    await sweeper[Symbol.asyncDispose]();
  });

  it("catches up at once on what was received while nobody swept", async () => {
    const rollups = memoryRollupStore(PARTS);
    for (const part of [0, 1, 2, 3]) await rollups.advance({ part, first: MINUTE - 10_000, last: MINUTE - 10_000 });
    const { viewEvents, sweeper, watchedMs } = sweeping(rollups);
    const hours = [1, 20, 100, 160];
    await receive(
      viewEvents,
      hours.map((hour) => viewEvent({ sequence: hour, startedAtMs: NOW - hour * stepMs.HOUR })),
    );
    await vi.advanceTimersByTimeAsync(0);
    expect(await watchedMs()).toBe(40_000);
    await sweeper[Symbol.asyncDispose]();
  });

  it("tries again when the store fails, and is a problem once it has been stuck for minutes", async () => {
    let isDown = true;
    const inner = memoryRollupStore(PARTS);
    const swept = () => (isDown ? Promise.reject(new Error("down")) : inner.swept());
    const { viewEvents, sweeper, watchedMs } = sweeping({ ...inner, swept });
    await receive(viewEvents, [viewEvent()]);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(sweeper.problems()).toEqual([]);
    isDown = false;
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await watchedMs()).toBe(10_000);

    isDown = true;
    await receive(viewEvents, [viewEvent({ sequence: 2, watchedMs: 20_000, receivedAtMs: Date.now() })]);
    await vi.advanceTimersByTimeAsync(8 * stepMs.MINUTE);
    expect(await watchedMs()).toBe(10_000);
    expect(sweeper.problems()).toEqual([expect.stringMatching(/^Roll-ups could not be brought forward for \d minutes\.$/)]);
    isDown = false;
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await watchedMs()).toBe(20_000);
    expect(sweeper.problems()).toEqual([]);
    await sweeper[Symbol.asyncDispose]();
  });

  it("holds a part back whose window cannot be counted, says so, and goes on with the others", async () => {
    let isPoisoned = true;
    const [sick, well] = [sessionIn(1, PARTS), sessionIn(2, PARTS)];
    const viewEvents = memoryViewEventStore(PARTS);
    const { read } = viewEvents;
    viewEvents.read = (window) => (isPoisoned && window.part === 1 ? Promise.reject(new Error("unreadable")) : read(window));
    const { rollups, sweeper, watchedMs } = sweeping({}, { viewEvents });
    await receive(viewEvents, [viewEvent({ sessionId: sick }), viewEvent({ sessionId: well })]);
    await vi.advanceTimersByTimeAsync(8 * stepMs.MINUTE);

    expect(await watchedMs()).toBe(10_000);
    const swept = await rollups.swept();
    expect(swept.get(1)).toBeLessThan(MINUTE);
    for (const part of [0, 2, 3]) expect(swept.get(part)).toBe(MINUTE + 7);
    expect(sweeper.problems()).toEqual([expect.stringMatching(/^The roll-ups of part 1 could not be brought forward for \d minutes\.$/)]);
    isPoisoned = false;
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await watchedMs()).toBe(20_000);
    expect(sweeper.problems()).toEqual([]);
    await sweeper[Symbol.asyncDispose]();
  });

  it("sweeps the parts that it is told to, and leaves the others alone", async () => {
    let own = [0, 1];
    const { rollups, sweeper } = sweeping({}, { partsToSweep: () => own });
    await vi.advanceTimersByTimeAsync(0);
    expect([...(await rollups.swept()).keys()].sort()).toEqual([0, 1]);
    own = [3];
    await vi.advanceTimersByTimeAsync(stepMs.MINUTE);
    const swept = await rollups.swept();
    expect(swept.get(3)).toBe(MINUTE);
    expect(swept.get(0)).toBe(MINUTE - 1);
    await sweeper[Symbol.asyncDispose]();
  });

  it("lets minutes expire, and keeps the hours and days made of them", async () => {
    const { viewEvents, rollups, sweeper, watchedMs } = sweeping();
    await receive(viewEvents, [viewEvent()]);
    const minutes = () => rollups.read({ step: "MINUTE", playableIds: ["film"], first: 0, end: 100_000_000 });
    await vi.advanceTimersByTimeAsync(stepMs.DAY - stepMs.HOUR);
    expect(await minutes()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2 * stepMs.HOUR);
    expect(await minutes()).toHaveLength(0);
    expect(await watchedMs()).toBe(10_000);
    await sweeper[Symbol.asyncDispose]();
  });

  it("leaves nothing running when it stops", async () => {
    const { sweeper } = sweeping();
    await sweeper[Symbol.asyncDispose]();
    expect(vi.getTimerCount()).toBe(0);
  });
});
