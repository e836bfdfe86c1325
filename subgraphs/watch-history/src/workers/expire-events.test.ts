import { pino } from "pino";
import { describe, expect, it, vi } from "vitest";
import { startExpiringEvents } from "./expire-events.ts";

const DAY_MS = 86_400_000;
const logger = pino({ level: "silent" });

describe("expiring raw events", () => {
  it("deletes what is past its lifetime, a portion at a time until nothing is left", async () => {
    const portions = [true, true, false];
    const expire = vi.fn(async (_beforeMinute: number) => portions.shift() ?? false);
    const nowMs = () => 100 * DAY_MS;
    await using _ = startExpiringEvents({ store: { expire }, keptMs: 90 * DAY_MS, nowMs, logger });
    await vi.waitFor(() => expect(expire).toHaveBeenCalledTimes(3), { timeout: 20_000 });
    expect(expire.mock.calls).toEqual([[14_400], [14_400], [14_400]]);
  });

  it("outlives a store that fails, and ends when it is disposed", async () => {
    const expire = vi.fn(() => Promise.reject(new Error("the store is down")));
    const worker = startExpiringEvents({ store: { expire }, keptMs: DAY_MS, nowMs: Date.now, logger });
    await worker[Symbol.asyncDispose]();
    expect(expire).toHaveBeenCalledTimes(1);
  });
});
