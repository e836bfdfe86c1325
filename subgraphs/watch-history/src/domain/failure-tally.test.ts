import { pino } from "pino";
import { expect, it } from "vitest";
import { FailureTally } from "./failure-tally.ts";

it("a tally logs the first failure at once, and those that follow once in ten seconds with their number", () => {
  const lines: { readonly msg: string; readonly failures: number; readonly items: number }[] = [];
  let nowMs = 0;
  const logger = pino({ level: "warn" }, { write: (line) => void lines.push(JSON.parse(line)) });
  const tally = new FailureTally(logger, "events could not be kept", () => nowMs);
  tally.add(new Error("the store is down"), 2);
  for (nowMs = 1_000; nowMs < 10_000; nowMs += 1_000) tally.add(new Error("the store is down"), 3);
  expect(lines).toMatchObject([{ msg: "events could not be kept", failures: 1, items: 2 }]);
  tally.add(new Error("the store is still down"), 1);
  expect(lines.slice(1)).toMatchObject([{ failures: 10, items: 28, err: { message: "the store is still down" } }]);
});
