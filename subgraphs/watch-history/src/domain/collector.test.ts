import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Busy, Collector, TookTooLong } from "./collector.ts";

/** Work that ends when it is told to; each call stands in `calls`. */
function heldWork() {
  const calls: { readonly items: readonly number[]; readonly end: (failure?: Error) => void }[] = [];
  const work = (items: readonly number[]) =>
    new Promise<void>((resolve, reject) => calls.push({ items, end: (failure) => (failure ? reject(failure) : resolve()) }));
  return { calls, work };
}

/** A store that answers each call after a time, and notes how many items it was given and how many it had in hand at most. */
function slowStore(answersAfterMs: () => number) {
  const store = { done: 0, inHand: 0, mostInHand: 0 };
  const work = async (items: readonly number[]) => {
    store.inHand += items.length;
    store.mostInHand = Math.max(store.mostInHand, store.inHand);
    await new Promise((resolve) => setTimeout(resolve, answersAfterMs()));
    store.inHand -= items.length;
    store.done += items.length;
  };
  return { store, work };
}

describe("collector", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const limits = { atOnce: 4, calls: 1, limit: 8, waitMs: 900, timeoutMs: 1_000 };
  const settled = () => vi.advanceTimersByTimeAsync(1);

  it("collects what comes in while a call is under way, in the order it came", async () => {
    const { calls, work } = heldWork();
    const collector = new Collector({ ...limits, work });
    const first = collector.submit([1]);
    await settled();
    const later = [collector.submit([2]), collector.submit([3, 4])];
    await settled();
    expect(calls.map(({ items }) => items)).toEqual([[1]]);
    calls[0]?.end();
    await first;
    await settled();
    expect(calls.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
    calls[1]?.end();
    await Promise.all(later);
  });

  it("gives a call no more than it takes at once, and a large submission in one piece", async () => {
    const { calls, work } = heldWork();
    const collector = new Collector({ ...limits, work });
    const all = Promise.all([collector.submit([1, 2, 3]), collector.submit([4, 5]), collector.submit([6])]);
    for (let call = 0; call < 2; call++) {
      await settled();
      calls[call]?.end();
    }
    await all;
    expect(calls.map(({ items }) => items)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const large = new Collector({ ...limits, atOnce: 1, work: async () => {} });
    await expect(large.submit([1, 2, 3])).resolves.toBeUndefined();
  });

  it("tells those whose call failed, and goes on with the others", async () => {
    const { calls, work } = heldWork();
    const collector = new Collector({ ...limits, work });
    const first = expect(collector.submit([1])).rejects.toThrow("the store is down");
    await settled();
    const second = collector.submit([2]);
    calls[0]?.end(new Error("the store is down"));
    await first;
    await settled();
    calls[1]?.end();
    await second;
  });

  it("refuses what does not fit, and takes more when there is room again", async () => {
    const { calls, work } = heldWork();
    const collector = new Collector({ ...limits, work });
    const full = collector.submit([1, 2, 3, 4, 5, 6, 7, 8]);
    await expect(collector.submit([9])).rejects.toBeInstanceOf(Busy);
    await settled();
    calls[0]?.end();
    await full;
    const next = collector.submit([9]);
    await settled();
    calls[1]?.end();
    await next;
  });

  it("gives up what is under way after the time-out, and what waits sooner, which it never begins", async () => {
    const { calls, work } = heldWork();
    const collector = new Collector({ ...limits, work });
    const both = Promise.all([1, 2].map((item) => expect(collector.submit([item])).rejects.toBeInstanceOf(TookTooLong)));
    await settled();
    const waiting = expect(collector.submit([3])).rejects.toBeInstanceOf(Busy);
    await vi.advanceTimersByTimeAsync(900);
    await waiting;
    await vi.advanceTimersByTimeAsync(100);
    await both;
    calls[0]?.end();
    await settled();
    expect(calls.map(({ items }) => items)).toEqual([[1, 2]]);
  });

  it("spreads calls over the time that one takes, so that a late answer keeps nobody waiting", async () => {
    const { store, work } = slowStore(() => 4_000);
    const collector = new Collector({ ...limits, atOnce: 100, calls: 8, limit: 10_000, timeoutMs: 10_000, work });
    const results: Promise<string>[] = [];
    for (let elapsedMs = 0; elapsedMs < 60_000; elapsedMs += 20) {
      results.push(
        collector.submit([elapsedMs]).then(
          () => "done",
          () => "refused",
        ),
      );
      await vi.advanceTimersByTimeAsync(20);
    }
    await vi.advanceTimersByTimeAsync(10_000);
    const steady = (await Promise.all(results)).slice(results.length / 2);
    expect(steady.filter((result) => result === "done")).toHaveLength(steady.length);
    expect(store.mostInHand).toBeLessThan(300);
  });

  it("does as much as ever when twice as much is asked for, and refuses the rest within a second", async () => {
    // A store that does an item in a millisecond, one after the other: 1,000 a second at best.
    let freeAtMs = 0;
    const { store, work } = slowStore(() => {
      const now = performance.now();
      freeAtMs = Math.max(freeAtMs, now) + 10;
      return freeAtMs - now;
    });
    const collector = new Collector({ ...limits, atOnce: 10, calls: 8, limit: 10_000, timeoutMs: 8_000, work });
    const waits: number[] = [];
    let refused = 0;
    for (let elapsedMs = 0; elapsedMs < 20_000; elapsedMs += 5) {
      const askedMs = performance.now();
      for (let item = 0; item < 10; item++) {
        collector.submit([item]).catch(() => {
          refused += 1;
          waits.push(performance.now() - askedMs);
        });
      }
      await vi.advanceTimersByTimeAsync(5);
    }
    expect(store.done).toBeGreaterThan(0.95 * 20_000);
    expect(refused).toBeGreaterThan(15_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(900);
    expect(waits.filter((wait) => wait === 0).length).toBeGreaterThan(0.9 * waits.length); // most of them at once
    expect(store.mostInHand).toBeLessThanOrEqual(80);
  });

  it("refuses soon and holds little while the store says nothing at all, and takes up its work when it answers again", async () => {
    let isAnswering = true;
    const { store, work } = slowStore(() => (isAnswering ? 30 : 6_000));
    const collector = new Collector({ ...limits, atOnce: 100, calls: 4, limit: 2_000, timeoutMs: 8_000, work });
    const waits: number[] = [];
    const ask = async (forMs: number) => {
      for (let elapsedMs = 0; elapsedMs < forMs; elapsedMs += 10) {
        const askedMs = performance.now();
        for (let item = 0; item < 10; item++) collector.submit([item]).catch(() => void waits.push(performance.now() - askedMs));
        await vi.advanceTimersByTimeAsync(10);
      }
    };
    await ask(2_000);
    expect(waits).toEqual([]);
    isAnswering = false;
    await ask(20_000);
    expect(waits.length).toBeGreaterThan(10_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(900);
    isAnswering = true;
    await ask(8_000); // what was under way comes to its end
    const [before, refusedBefore] = [store.done, waits.length];
    await ask(2_000);
    expect(store.done - before).toBeGreaterThan(1_900);
    expect(waits.length).toBe(refusedBefore);
  });

  it("waits for what was submitted when it is disposed", async () => {
    const { calls, work } = heldWork();
    const collector = new Collector({ ...limits, work });
    let isDone = false;
    void collector.submit([1]).then(() => {
      isDone = true;
    });
    await settled();
    const disposed = collector[Symbol.asyncDispose]();
    calls[0]?.end();
    await disposed;
    expect(isDone).toBe(true);
  });
});
