import { memoryEventLog } from "@marquee/event-log";
import { viewStream } from "@marquee/events";
import { partOf } from "@marquee/view-events";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LEASE_MS, type PartLeases } from "../src/domain/live/part-leases.ts";
import { memoryLiveCountStore } from "../src/stores/memory/live-count-store.ts";
import { memoryLeaseBoard } from "../src/stores/memory/part-leases.ts";
import { startLiveOwner } from "../src/workers/live-owner.ts";
import { memoryViewEventStore, receive } from "./memory-view-event-store.ts";
import { NOW, viewEvent } from "./watching.ts";

const PARTS = 16;
const sessions = Array.from({ length: 100 }, (_, index) => `session ${index}`);
const down = () => Promise.reject(new Error("down"));

/** One log, one event store and one board of leases, for owners that stand for processes. */
function shared() {
  const eventLog = memoryEventLog();
  const viewEvents = memoryViewEventStore(PARTS);
  const liveCounts = memoryLiveCountStore(PARTS);
  const board = memoryLeaseBoard(PARTS);
  const logger = pino({ level: "silent" });
  const start = (leases: PartLeases = board.join()) => {
    const owner = startLiveOwner({ leases, maxSessionsPerPart: 1_000, eventLog, viewEvents, liveCounts, logger });
    return {
      parts: () => [...owner.parts()].sort((a, b) => a - b),
      async [Symbol.asyncDispose]() {
        await owner[Symbol.asyncDispose]();
        await leases[Symbol.asyncDispose]();
      },
    };
  };
  const report = async (change: Parameters<typeof viewEvent>[0] = {}) => {
    for (const sessionId of sessions) {
      const event = viewEvent({ sessionId, startedAtMs: NOW - 60_000, elapsedMs: Date.now() - NOW + 60_000, ...change });
      await receive(viewEvents, [event]);
      await eventLog.append(viewStream(partOf(sessionId, PARTS)), [{ key: sessionId, value: event }]);
    }
  };
  const count = async () => (await liveCounts.count(["film"]))[0];
  return { board, liveCounts, start, report, count };
}

describe("processes that share the parts", () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => void vi.useRealTimers());

  const all = Array.from({ length: PARTS }, (_, part) => part);

  it("each count about as many, every part is counted once, and the sum is right", async () => {
    const { start, report, count } = shared();
    await using alice = start();
    await using bob = start();
    await using carol = start();
    await report();
    await vi.advanceTimersByTimeAsync(10_000);
    const shares = [alice.parts(), bob.parts(), carol.parts()];
    expect(shares.map((parts) => parts.length).sort()).toEqual([4, 6, 6]);
    expect(shares.flat().sort((a, b) => a - b)).toEqual(all);
    expect(await count()).toMatchObject({ precision: "EXACT", viewers: 100 });
  });

  it("hand over when one stops, without a moment in which the count is not known", async () => {
    const { start, report, count } = shared();
    await using alice = start();
    {
      await using bob = start();
      await report();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(bob.parts()).toHaveLength(8);
    }
    for (let second = 0; second < 12; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      expect(await count()).toMatchObject({ precision: "EXACT", viewers: 100 });
    }
    expect(alice.parts()).toEqual(all);
    expect(await count()).toMatchObject({ asOfMs: Date.now() });
  });

  it("take over from one that died, once its leases have run out", async () => {
    const { board, start, report, count } = shared();
    const dead = board.join();
    await dead.attend();
    for (const part of all) await dead.claim(part);
    await using alice = start();
    await report();
    await vi.advanceTimersByTimeAsync(LEASE_MS - 1);
    expect(alice.parts()).toEqual([]);
    expect(await count()).toEqual({ precision: "UNKNOWN" });
    await vi.advanceTimersByTimeAsync(LEASE_MS / 2);
    expect(alice.parts()).toEqual(all);
    expect(await count()).toMatchObject({ precision: "EXACT", viewers: 100 });
  });

  it("are never two to count a part, also while one cannot reach the leases", async () => {
    const { board, liveCounts, start, report } = shared();
    const inner = board.join();
    let isDown = false;
    const reachable = (call: () => Promise<unknown>) => (isDown ? down() : call());
    const flaky: PartLeases = {
      ...inner,
      attend: () => (isDown ? down() : inner.attend()),
      claim: (part) => (isDown ? down() : inner.claim(part)),
      renew: (lease) => (isDown ? down() : inner.renew(lease)),
      release: async (lease) => void (await reachable(() => inner.release(lease))),
    };
    const published = vi.spyOn(liveCounts, "publish");
    await using alice = start(flaky);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(alice.parts()).toEqual(all);
    await report();
    isDown = true;
    await using bob = start();
    await vi.advanceTimersByTimeAsync(2 * LEASE_MS);
    expect(bob.parts()).toEqual(all);
    expect(alice.parts()).toEqual(all); // nothing is known, so she looks after all roll-ups; she counts none:
    published.mockClear();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(new Set(published.mock.calls.map(([{ epoch }]) => epoch))).toEqual(new Set([2]));
    isDown = false;
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    expect([alice.parts().length, bob.parts().length]).toEqual([8, 8]);
  });

  it("give up a part as soon as the store refuses it, whatever they believe to hold", async () => {
    const { board, liveCounts, start, report, count } = shared();
    const believing: PartLeases = { ...board.join(), renew: async () => true };
    await using alice = start(believing);
    await report();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(alice.parts()).toEqual(all);
    for (const part of all) await liveCounts.open(part, 1_000);
    await report({ kind: "STOPPED" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(alice.parts()).toEqual([]);
    expect(await count()).toMatchObject({ viewers: 100 }); // what she said before that stands
  });
});
