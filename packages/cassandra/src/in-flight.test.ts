import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CassandraBusy, InFlight } from "./in-flight.ts";

/** Work that ends when it is told to; `begun` counts. */
function heldWork() {
  const ends: (() => void)[] = [];
  return { ends, work: () => new Promise<void>((resolve) => ends.push(resolve)) };
}

describe("statements in flight", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const settled = () => vi.advanceTimersByTimeAsync(0);

  it("are no more than allowed, and each that ends makes room for the one that waited longest", async () => {
    const inFlight = new InFlight({ atOnce: 2, waiting: 8, patienceMs: 1_000 });
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const all = [0, 1, 2, 3].map((number) =>
      inFlight.run(() => {
        begun.push(number);
        return new Promise<void>((resolve) => ends.push(resolve));
      }),
    );
    await settled();
    expect(begun).toEqual([0, 1]);
    ends[0]?.();
    await settled();
    expect(begun).toEqual([0, 1, 2]);
    for (const next of [1, 2, 3]) {
      ends[next]?.();
      await settled();
    }
    await Promise.all(all);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it("are refused when too many wait, or when their turn does not come in time", async () => {
    const inFlight = new InFlight({ atOnce: 1, waiting: 2, patienceMs: 1_000 });
    const { ends, work } = heldWork();
    const running = inFlight.run(work);
    const first = expect(inFlight.run(work)).rejects.toBeInstanceOf(CassandraBusy);
    await vi.advanceTimersByTimeAsync(600);
    const second = inFlight.run(work);
    await expect(inFlight.run(work)).rejects.toBeInstanceOf(CassandraBusy);
    await vi.advanceTimersByTimeAsync(400);
    await first;
    ends[0]?.();
    await running;
    await settled();
    ends[1]?.();
    await expect(second).resolves.toBeUndefined();
    expect(ends).toHaveLength(2);
  });

  it("make room also when they fail, and wait for nobody when there is room again", async () => {
    const inFlight = new InFlight({ atOnce: 1, waiting: 1, patienceMs: 1_000 });
    await expect(inFlight.run(() => Promise.reject(new Error("no such table")))).rejects.toThrow("no such table");
    await expect(inFlight.run(async () => "done")).resolves.toBe("done");
    expect(vi.getTimerCount()).toBe(0);
  });
});
