import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Admission, loopMeter } from "./admission.ts";

const SAMPLE_MS = 100;

describe("admission", () => {
  let share: number;
  let admission: Admission;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
    share = 0;
    admission = new Admission(3, () => share);
  });
  afterEach(() => {
    admission[Symbol.dispose]();
    vi.useRealTimers();
  });
  const enter = (count: number) => {
    for (let i = 0; i < count; i += 1) admission.enter();
  };
  const leave = (count: number) => {
    for (let i = 0; i < count; i += 1) admission.leave();
  };
  const sample = (busyShare: number) => {
    share = busyShare;
    vi.advanceTimersByTime(SAMPLE_MS);
  };
  const becomeBusy = () => {
    for (let samples = 0; samples < 3; samples += 1) sample(1);
  };

  it("takes everything while the process has time, however much is in hand: a subgraph hangs", () => {
    enter(1_000);
    for (let samples = 0; samples < 10; samples += 1) sample(0.95);
    expect(admission.admits()).toBe(true);
  });

  it("takes everything after a single long turn, and after another that does not follow at once", () => {
    enter(1_000);
    for (const busyShare of [1, 0.5, 1, 0.5, 1]) {
      sample(busyShare);
      expect(admission.admits()).toBe(true);
    }
  });

  it("takes the least however busy the process is", () => {
    becomeBusy();
    enter(2);
    expect(admission.admits()).toBe(true);
  });

  it("refuses what is beyond, and counts it, until the process has time again", () => {
    becomeBusy();
    enter(3);
    expect([admission.admits(), admission.admits(), admission.refused]).toEqual([false, false, 2]);
    sample(0.5);
    expect(admission.admits()).toBe(true);
  });

  it("takes the next as soon as one is answered", () => {
    becomeBusy();
    enter(3);
    leave(1);
    expect([admission.inHand, admission.admits()]).toEqual([2, true]);
  });

  it("takes as much as it answers in half a second, where that is more", () => {
    for (let samples = 0; samples < 50; samples += 1) {
      enter(40);
      leave(40); // 400 a second
      sample(1);
    }
    enter(199);
    expect(admission.admits()).toBe(true);
    enter(2);
    expect(admission.admits()).toBe(false);
  });
});

describe("the meter of the event loop", () => {
  /** Takes turns of work and of waiting, for a while. */
  const live = async (workMs: number, pauseMs: number) => {
    const end = performance.now() + 500;
    while (performance.now() < end) {
      const until = performance.now() + workMs;
      while (performance.now() < until);
      await new Promise((resolve) => (pauseMs > 0 ? setTimeout(resolve, pauseMs) : setImmediate(resolve)));
    }
  };

  it("tells a loop that never waits from one that mostly does", async () => {
    const meter = loopMeter();
    await live(20, 0);
    expect(meter()).toBeGreaterThan(0.95);
    await live(1, 20);
    expect(meter()).toBeLessThan(0.95);
  });
});
