import { memoryPubSub } from "@marquee/pubsub";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followChanges } from "./follow-changes.ts";

interface Reading {
  readonly viewers: number;
  readonly asOfMs: number;
}

/** A follower of a number that the test sets, and what it was told, with the time in milliseconds since it began. */
function following(initial: number | undefined) {
  const pubSub = memoryPubSub();
  const beganMs = Date.now();
  let viewers = initial;
  const told: string[] = [];
  let readings = 0;
  const values = followChanges<Reading>({
    changes: pubSub,
    channels: ["one", "two"],
    read: async () => {
      readings += 1;
      return viewers === undefined ? undefined : { viewers, asOfMs: Date.now() };
    },
    isSame: (a, b) => a.viewers === b.viewers,
  });
  const ended = (async () => {
    for await (const value of values) told.push(`${Date.now() - beganMs}: ${value.viewers}`);
  })();
  return {
    told,
    values,
    ended,
    readings: () => readings,
    set(count: number, channel = "one") {
      viewers = count;
      return pubSub.publish(channel, null);
    },
  };
}

describe("following changes", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("tells the value at once, and a change at once when nothing was told for a second", async () => {
    const { told, set, values } = following(3);
    await vi.advanceTimersByTimeAsync(5_000);
    await set(4);
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(["0: 3", "5000: 4"]);
    await values.return?.();
  });

  it("tells many changes once a second, and the last of them in the end", async () => {
    const { told, set, values } = following(0);
    for (let count = 1; count <= 30; count++) {
      await vi.advanceTimersByTimeAsync(100);
      await set(count);
    }
    await vi.advanceTimersByTimeAsync(1_500);
    expect(told).toEqual(["0: 0", "1000: 9", "2000: 19", "3000: 29", "4000: 30"]);
    await values.return?.();
  });

  it("says nothing when a call changed nothing", async () => {
    const { told, set, values } = following(7);
    await vi.advanceTimersByTimeAsync(2_000);
    await set(7);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(told).toEqual(["0: 7"]);
    await values.return?.();
  });

  it("tells the value within every 10 s, though nothing changed or calls changed nothing", async () => {
    const { told, set, values } = following(7);
    await vi.advanceTimersByTimeAsync(9_000);
    await set(7);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(told).toEqual(["0: 7", "9500: 7", "19000: 7", "28500: 7"]);
    await values.return?.();
  });

  it("hears every channel", async () => {
    const { told, set, values } = following(1);
    await vi.advanceTimersByTimeAsync(2_000);
    await set(2, "two");
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(["0: 1", "2000: 2"]);
    await values.return?.();
  });

  it("begins when there is something to tell", async () => {
    const { told, set, values } = following(undefined);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(told).toEqual([]);
    await set(2);
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(["4000: 2"]);
    await values.return?.();
  });

  it("ends at once when it is returned, and reads no more", async () => {
    const { ended, readings, values, set } = following(1);
    await vi.advanceTimersByTimeAsync(3_000);
    await values.return?.();
    await ended;
    await set(2);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(readings()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
