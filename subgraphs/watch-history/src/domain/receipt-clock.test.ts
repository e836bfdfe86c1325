import { expect, it } from "vitest";
import { receiptClock } from "./receipt-clock.ts";

it("a receipt clock tells receipts of the same millisecond apart, and never goes back", () => {
  const times = [1_700_000_000_000, 1_700_000_000_000, 1_699_999_999_000, 1_700_000_000_001];
  const clock = receiptClock(() => times.shift() ?? 0);
  const microseconds = [clock(), clock(), clock(), clock()].map((ms) => Math.round(ms * 1_000));
  expect(microseconds).toEqual([0, 1, 2, 1_000].map((later) => 1_700_000_000_000_000 + later));
});
