import { expect, it } from "vitest";
import { ago, clock, episodeCode, length, spokenTime } from "./words.ts";

it.each([
  [0, "0:00"],
  [42.9, "0:42"],
  [3_723, "1:02:03"],
  [600, "10:00"],
  [-1, "0:00"],
])("shows %d seconds as %s", (seconds, text) => expect(clock(seconds)).toBe(text));

it.each([
  [45, "45 s"],
  [3_599, "1 h"],
  [6_720, "1 h 52 min"],
  [600, "10 min"],
])("calls a length of %d seconds %s", (seconds, text) => expect(length(seconds)).toBe(text));

it("says times in words", () => {
  expect(spokenTime(3_661)).toBe("1 hour 1 minute 1 second");
  expect(spokenTime(0)).toBe("0 seconds");
});

it("says how long ago something was", () => {
  const now = Date.parse("2030-01-02T12:00:00.000Z");
  expect(ago("2030-01-02T11:59:30.000Z", now)).toBe("just now");
  expect(ago("2030-01-02T09:00:00.000Z", now)).toBe("3 hours ago");
  expect(ago("2030-01-01T11:00:00.000Z", now)).toBe("yesterday");
});

it("numbers episodes, with their season where it is known", () => {
  expect(episodeCode({ number: 2, season: { number: 1 } })).toBe("S1 E2");
  expect(episodeCode({ number: 2, season: null })).toBe("E2");
  expect(episodeCode({})).toBeUndefined();
});
