import { expect, it } from "vitest";
import { notOften } from "./not-often.ts";

it("tells the first at once, then one of many, with their number", () => {
  let nowMs = 0;
  const told: unknown[] = [];
  const tell = notOften<string>(
    (what, times) => told.push([what, times]),
    () => nowMs,
  );
  for (const what of ["a", "b", "c"]) tell(what);
  expect(told).toEqual([["a", 1]]);
  nowMs = 10_000;
  tell("d");
  expect(told).toEqual([
    ["a", 1],
    ["d", 3],
  ]);
});
