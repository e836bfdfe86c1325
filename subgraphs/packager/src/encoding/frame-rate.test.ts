import { describe, expect, it } from "vitest";
import { measureFrameRate } from "./frame-rate.ts";

const every = (seconds: number, count: number) => Array.from({ length: count }, (_, index) => index * seconds);

describe("a frame rate", () => {
  it("is the announced one where the frames keep it", () => {
    expect(measureFrameRate(every(1 / 25, 100), [{ numerator: 25, denominator: 1 }])).toEqual({
      frameRate: { numerator: 25, denominator: 1 },
      isVariable: false,
    });
  });

  it("is found through timestamps rounded to a millisecond", () => {
    const times = every(1001 / 24000, 500).map((time) => Math.round(time * 1000) / 1000);
    expect(measureFrameRate(times, [{ numerator: 24000, denominator: 1001 }]).isVariable).toBe(false);
  });

  it("is the average where the announced steady one counts fields", () => {
    const announced = [
      { numerator: 50, denominator: 1 },
      { numerator: 25, denominator: 1 },
    ];
    expect(measureFrameRate(every(1 / 25, 100), announced).frameRate).toEqual({ numerator: 25, denominator: 1 });
  });

  it("is judged in the order of showing, not of decoding", () => {
    const reordered = [0, 0.12, 0.04, 0.08, 0.24, 0.16, 0.2];
    expect(measureFrameRate(reordered, [{ numerator: 25, denominator: 1 }]).isVariable).toBe(false);
  });

  it("is made the usual one nearby where it varies", () => {
    const wavering = every(1 / 30, 300).map((time, index) => time + (index > 100 ? 0.05 : 0) + (index > 200 ? 0.09 : 0));
    expect(measureFrameRate(wavering, [{ numerator: 90_000, denominator: 1 }])).toEqual({
      frameRate: { numerator: 30, denominator: 1 },
      isVariable: true,
    });
  });

  it("is a whole number where it varies around no usual one", () => {
    const times = every(1 / 17, 60).map((time, index) => time + (index > 30 ? 1 : 0));
    expect(measureFrameRate(times, []).frameRate).toEqual({ numerator: 17, denominator: 1 });
  });

  it("is something for a single picture", () => {
    expect(measureFrameRate([0], []).frameRate).toEqual({ numerator: 25, denominator: 1 });
  });
});
