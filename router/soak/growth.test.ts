import { describe, expect, it } from "vitest";
import { growthOf } from "./growth.ts";

const samples = (...values: readonly number[]) => values.map((value, index) => ({ seconds: index * 3, value }));

describe("growth", () => {
  it("is the share that a steady leak adds from the first sample to the last", () => {
    expect(growthOf(samples(100, 101, 102, 103, 104))).toBeCloseTo(4 / 102);
  });

  it("is nothing where the values go up and down", () => {
    expect(growthOf(samples(100, 103, 99, 102, 100, 101, 100))).toBeCloseTo(0);
  });

  it("is not that of one sample out of line", () => {
    expect(growthOf(samples(100, 100, 100, 100, 100, 150))).toBe(0);
    expect(growthOf(samples(100, 101, 102, 90, 104, 105, 106))).toBeGreaterThan(0.04);
  });

  it("is not that of one sample, or none", () => {
    expect(() => growthOf(samples())).toThrow();
    expect(() => growthOf(samples(1))).toThrow();
  });
});
