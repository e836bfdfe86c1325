import { expect, it } from "vitest";
import { sleepWatch } from "./sleep-watch.ts";

it("notices once that the clock went on without a tick", () => {
  let nowMs = 1_000_000;
  const slept = sleepWatch(() => nowMs);
  nowMs += 1_000;
  expect(slept()).toBe(false);
  nowMs += 3_600_000;
  expect(slept()).toBe(true);
  nowMs += 1_000;
  expect(slept()).toBe(false);
});

it("is not taken in by a clock that was set back", () => {
  let nowMs = 1_000_000;
  const slept = sleepWatch(() => nowMs);
  nowMs -= 3_600_000;
  expect(slept()).toBe(false);
  nowMs += 1_000;
  expect(slept()).toBe(false);
});
