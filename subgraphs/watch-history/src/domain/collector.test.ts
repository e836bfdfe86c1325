import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Collector, QueueFull, TookTooLong } from "./collector.ts";

/** Work that ends when it is told to; each call stands in `calls`. */
function heldWork() {
  const calls: { readonly items: readonly number[]; readonly end: (failure?: Error) => void }[] = [];
  const work = (items: readonly number[]) =>
    new Promise<void>((resolve, reject) => calls.push({ items, end: (failure) => (failure ? reject(failure) : resolve()) }));
  return { calls, work };
}

describe("collector", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const limits = { atOnce: 4, limit: 8, timeoutMs: 1_000 };
  const settled = () => vi.advanceTimersByTimeAsync(0);

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

  it("refuses what does not fit the queue, and takes more when there is room again", async () => {
    const { calls, work } = heldWork();
    const collector = new Collector({ ...limits, work });
    const full = collector.submit([1, 2, 3, 4, 5, 6, 7, 8]);
    await expect(collector.submit([9])).rejects.toBeInstanceOf(QueueFull);
    await settled();
    calls[0]?.end();
    await full;
    const next = collector.submit([9]);
    await settled();
    calls[1]?.end();
    await next;
  });

  it("lets nobody wait longer than the time-out, and never begins what was given up", async () => {
    const { calls, work } = heldWork();
    const collector = new Collector({ ...limits, work });
    const both = Promise.all([1, 2].map((item) => expect(collector.submit([item])).rejects.toBeInstanceOf(TookTooLong)));
    await settled();
    const waiting = expect(collector.submit([3])).rejects.toBeInstanceOf(TookTooLong);
    await vi.advanceTimersByTimeAsync(1_000);
    await Promise.all([both, waiting]);
    calls[0]?.end();
    await settled();
    expect(calls.map(({ items }) => items)).toEqual([[1, 2]]);
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
