import { expect, it } from "vitest";
import { measureBandwidth } from "./measure-bandwidth.ts";

const segment = (seconds: number, bytes: number) => ({ samples: 1, start: 0, duration: seconds * 1000, bytes });

it("takes the peak of any run of about one segment", () => {
  expect(measureBandwidth([segment(4, 4000), segment(4, 8000), segment(4, 1000)], 1000)).toEqual({ average: 8667, peak: 16_000 });
});

it("takes a short last segment together with the one before it", () => {
  const { peak } = measureBandwidth([segment(4, 4000), segment(0.04, 1000)], 1000);
  expect(peak).toBe(Math.ceil((8 * 5000) / 4.04));
});
