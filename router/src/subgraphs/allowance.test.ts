import { describe, expect, it } from "vitest";
import { Allowance } from "./allowance.ts";

describe("what may be under way at a subgraph", () => {
  const start = () => {
    let nowMs = 1_000;
    const allowance = new Allowance(2_000, () => nowMs);
    return { allowance, later: (ms: number) => (nowMs += ms), now: () => nowMs };
  };

  it("has no other bound than the most until the subgraph refuses", () => {
    const { allowance, later } = start();
    expect(allowance.current).toBe(2_000);
    later(60_000);
    expect(allowance.current).toBe(2_000);
  });

  it("is less than what was under way when it refused", () => {
    const { allowance, now } = start();
    allowance.refused(now(), 500);
    expect(allowance.current).toBe(400);
  });

  it("is lowered once for all requests that were sent before or right after, and again for one sent since it had an effect", () => {
    const { allowance, later, now } = start();
    const sentAtMs = now();
    later(100);
    allowance.refused(sentAtMs, 500);
    later(1);
    allowance.refused(sentAtMs, 499);
    later(100);
    allowance.refused(now(), 400);
    expect(allowance.current).toBeCloseTo(400 * 2 ** (101 / 5_000));
    later(199);
    allowance.refused(now(), 400);
    expect(allowance.current).toBe(320);
  });

  it("doubles every five seconds, up to the most", () => {
    const { allowance, later, now } = start();
    allowance.refused(now(), 500);
    later(5_000);
    expect(allowance.current).toBeCloseTo(800);
    later(60_000);
    expect(allowance.current).toBe(2_000);
  });

  it("never falls below sixteen", () => {
    const { allowance, now } = start();
    allowance.refused(now(), 1);
    expect(allowance.current).toBe(16);
  });
});
