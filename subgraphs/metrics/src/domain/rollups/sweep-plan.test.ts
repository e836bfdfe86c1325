import { describe, expect, it } from "vitest";
import { lastClosedMinute, msToNextClose, planSweeps } from "./sweep-plan.ts";

const limits = { parts: 3, graceMs: 10_000, lateLimitHours: 24 };
/** Ten seconds into minute 30,000: the one before it has just closed. */
const nowMs = 30_000 * 60_000 + 10_000;

describe("planning sweeps", () => {
  it.each([
    { laterMs: -1, closed: 29_998 },
    { laterMs: 0, closed: 29_999 },
    { laterMs: 59_999, closed: 29_999 },
    { laterMs: 60_000, closed: 30_000 },
  ])("holds a minute closed once its end and the grace time have passed: $laterMs ms", ({ laterMs, closed }) => {
    expect(lastClosedMinute(nowMs + laterMs, limits.graceMs)).toBe(closed);
    expect(lastClosedMinute(nowMs + laterMs + msToNextClose(nowMs + laterMs, limits.graceMs), limits.graceMs)).toBe(closed + 1);
  });

  it("sweeps the minutes that closed since, and leaves out parts that are up to date", () => {
    const swept = new Map([
      [0, 29_997],
      [1, 29_999],
      [2, 29_998],
    ]);
    expect(planSweeps(swept, nowMs, limits)).toEqual([
      { part: 0, first: 29_998, last: 29_999 },
      { part: 2, first: 29_999, last: 29_999 },
    ]);
  });

  it("takes an hour at a time after a long sleep", () => {
    const swept = new Map([0, 1, 2].map((part) => [part, 20_000]));
    expect(planSweeps(swept, nowMs, limits)[0]).toEqual({ part: 0, first: 20_001, last: 20_060 });
  });

  it("begins with the oldest event that could still come, where nothing was ever swept", () => {
    expect(planSweeps(new Map(), nowMs, { ...limits, lateLimitHours: 0.01 })).toEqual(
      [0, 1, 2].map((part) => ({ part, first: 29_998, last: 29_999 })),
    );
    expect(planSweeps(new Map(), nowMs, limits)[2]).toEqual({ part: 2, first: 28_559, last: 28_618 });
  });

  it("sweeps nothing while the clock stands before what was swept", () => {
    expect(planSweeps(new Map([0, 1, 2].map((part) => [part, 40_000])), nowMs, limits)).toEqual([]);
  });
});
