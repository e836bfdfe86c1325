import { expect, it } from "vitest";
import { ttlSeconds } from "./lifetime.ts";

const day = 86_400;
const minute = 30_000_000;
const endOfMinuteMs = (minute + 1) * 60_000;

it("is what was promised, from the end of the minute on", () => {
  expect(ttlSeconds({ minute }, 90, endOfMinuteMs)).toBe(90 * day);
});

it("is shorter for what comes late, so that a window expires as a whole", () => {
  expect(ttlSeconds({ minute }, 90, endOfMinuteMs + day * 1_000)).toBe(89 * day);
});

it("is never so short that the event could be gone before it is counted, and never none", () => {
  expect(ttlSeconds({ minute }, 1, endOfMinuteMs + 2 * day * 1_000)).toBe(3_600);
});

it("stays within what Cassandra takes", () => {
  expect(ttlSeconds({ minute }, 100_000, endOfMinuteMs)).toBe(20 * 365 * day);
});
