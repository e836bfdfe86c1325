import { expect, it } from "vitest";
import { progressOf } from "./progress.ts";

it.each([
  [0, 60, 0],
  [15, 60, 25],
  [64, 60, 100],
  [15, undefined, undefined],
  [0, 0, undefined],
])("a position of %d s in a film of %s s is %s %%", (positionSeconds, durationSeconds, percent) => {
  const point = { playableId: "tidewater", positionSeconds, durationSeconds, isFinished: false, updatedAtMs: 0 };
  expect(progressOf(point)).toEqual({ positionSeconds, percent, finished: false, updatedAt: new Date(0) });
});
