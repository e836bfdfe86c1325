import { expect, it } from "vitest";
import { latestOf, movedElsewhere } from "./resume.ts";

const movedAtMs = Date.parse("2030-01-01T20:00:00.000Z");
const here = { movedAtMs, positionSeconds: 60 };

it("offers the place that another device went to afterwards", () => {
  const reached = place(300, "2030-01-01T20:05:00.000Z");
  expect(movedElsewhere(reached, here)).toBe(reached);
});

it("does not offer this device's own report", () => {
  expect(movedElsewhere(place(300, "2030-01-01T20:00:00.000Z"), here)).toBeUndefined();
});

it("does not offer the scene that is on the screen", () => {
  expect(movedElsewhere(place(63, "2030-01-01T20:05:00.000Z"), here)).toBeUndefined();
});

it("does not offer a film that was finished elsewhere", () => {
  expect(movedElsewhere({ ...place(300, "2030-01-01T20:05:00.000Z"), finished: true }, here)).toBeUndefined();
});

it("believes the latest of what it heard", () => {
  const early = place(10, "2030-01-01T20:00:00.000Z");
  const late = place(5, "2030-01-01T20:00:01.000Z");
  expect(latestOf(early, null, late, undefined)).toBe(late);
  expect(latestOf(null, undefined)).toBeUndefined();
});

function place(positionSeconds: number, updatedAt: string) {
  return { positionSeconds, finished: false, updatedAt };
}
