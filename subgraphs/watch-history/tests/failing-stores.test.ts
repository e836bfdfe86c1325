import { type EventLog, memoryEventLog } from "@marquee/event-log";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accepted, alice, heartbeat, type StartedService, startedService, tokenOf } from "./started-service.ts";

describe("reportPlayback while something fails", () => {
  let service: StartedService;
  beforeEach(async () => {
    service = await startedService();
  });
  afterEach(() => service[Symbol.asyncDispose]());

  const rename = (from: string, to: string) => service.pool.query(`ALTER TABLE watch_history.${from} RENAME TO ${to}`);
  const tryAgain = (...sequences: readonly number[]) => ({
    events: sequences.map((sequence) => ({
      sequence,
      status: "TRY_AGAIN",
      reason: "the events could not be kept now",
      retryAfterSeconds: expect.any(Number),
    })),
  });
  const kept = async () => (await service.pool.query("SELECT session_id, sequence FROM watch_history.view_events ORDER BY sequence")).rows;

  it.each(["touched_windows", "view_events", "resume_points", "watchings"])(
    "asks to try again when %s cannot be written, and the retry loses nothing",
    async (table) => {
      const token = tokenOf({ sessionId: "s" });
      await rename(table, "away");
      expect(await service.report(alice, token, [heartbeat(1), heartbeat(2)])).toEqual(tryAgain(1, 2));
      await rename("away", table);
      expect(await service.report(alice, token, [heartbeat(1), heartbeat(2)])).toEqual(accepted(1, 2));
      expect(await kept()).toEqual([1, 2].map((sequence) => ({ session_id: "s", sequence })));
      const { rows } = await service.pool.query(
        `SELECT (point.cell).position_seconds AS at, (watching.cell).watched_ms::int
         FROM watch_history.resume_points AS point, watch_history.watchings AS watching`,
      );
      expect(rows).toEqual([{ at: 20, watched_ms: 20_000 }]);
    },
  );

  it("still refuses what cannot be true, which needs no store", async () => {
    await rename("view_events", "away");
    expect(await service.report(alice, tokenOf(), [heartbeat(1), heartbeat(2, { positionSeconds: -1 })])).toMatchObject({
      events: [{ status: "TRY_AGAIN" }, { status: "REFUSED" }],
    });
  });

  it("asks to try again within seconds when the store hangs, and the retry loses nothing", async () => {
    const token = tokenOf({ sessionId: "s" });
    const holder = await service.pool.connect();
    await holder.query("BEGIN; LOCK TABLE watch_history.view_events IN ACCESS EXCLUSIVE MODE");
    const askedAt = performance.now();
    expect(await service.report(alice, token, [heartbeat(1)])).toEqual(tryAgain(1));
    expect(performance.now() - askedAt).toBeLessThan(15_000);
    await holder.query("COMMIT");
    holder.release();
    expect(await service.report(alice, token, [heartbeat(1)])).toEqual(accepted(1));
    expect(await kept()).toEqual([{ session_id: "s", sequence: 1 }]);
  });

  it("accepts all the same when the log cannot take it", async () => {
    await using log = memoryEventLog();
    const failing: EventLog = { ...log, append: () => Promise.reject(new Error("the log is down")), [Symbol.asyncDispose]: async () => {} };
    await using withoutLog = await startedService({ eventLog: failing });
    expect(await withoutLog.report(alice, tokenOf(), [heartbeat(1)])).toEqual(accepted(1));
  });
});
