import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { receive } from "./memory-view-event-store.ts";
import { type MetricsDatabase, metricsDatabase } from "./metrics-database.ts";
import { alice, carol, nobody, type RunningMetrics, runningMetrics } from "./running-metrics.ts";
import { eventsOf } from "./watching.ts";

const RECOUNT = `query ($playableId: ID!, $from: DateTime!, $to: DateTime!) { recount(playableId: $playableId, from: $from, to: $to) {
  equal expired minutesCompared inconsistentSessionIds definition
  stored { at attempts plays views uniqueViewers watchSeconds } recounted { at attempts plays views uniqueViewers watchSeconds }
  differences { step part stored { at views } recounted { at views } }
} }`;

/** Watched for 35 s and received right then, half an hour ago. */
const startedAtMs = Math.floor(Date.now() / 60_000) * 60_000 - 1_800_000;
const watching = { sessionId: "a", playableId: "film", startedAtMs, durationSeconds: 5_400, deltasMs: [9_000, 9_000, 9_000, 8_000] };
const range = { playableId: "film", from: new Date(startedAtMs - 30_000), to: new Date(startedAtMs + 60_001) };
const minutesLater = (minutes: number) => new Date(startedAtMs + minutes * 60_000);

describe("metrics, asked to recount", () => {
  let database: MetricsDatabase;
  let metrics: RunningMetrics;
  beforeAll(async () => {
    database = await metricsDatabase(4);
  });
  afterAll(() => database[Symbol.asyncDispose]());
  beforeEach(async () => {
    metrics = await runningMetrics(database.url);
  });
  afterEach(() => metrics[Symbol.asyncDispose]());

  const recount = async (variables: object = range) => (await metrics.ask(carol, RECOUNT, variables)).data?.recount;

  it("answers what is stored and what comes out, with the definition of both", async () => {
    await receive(database.viewEvents, eventsOf(watching));
    await using restarted = await runningMetrics(database.url);
    const counts = { at: minutesLater(-1).toISOString(), attempts: 1, plays: 1, views: 1, uniqueViewers: null, watchSeconds: 35 };
    await vi.waitFor(
      async () => {
        expect((await restarted.ask(carol, RECOUNT, range)).data?.recount).toEqual({
          equal: true,
          expired: false,
          minutesCompared: 3,
          stored: counts,
          recounted: counts,
          differences: [],
          inconsistentSessionIds: [],
          definition: expect.stringContaining("30 s of watched time"),
        });
      },
      { timeout: 60_000, interval: 100 }, // a part that was never swept begins a day ago
    );

    const { rows } = await database.pool.query<{ part: number }>("UPDATE metrics.minute_rollups SET views = 3 RETURNING part");
    const at = minutesLater(0).toISOString();
    const difference = { step: "MINUTE", part: rows[0]?.part, stored: { at, views: 3 }, recounted: { at, views: 1 } };
    expect(await recount()).toMatchObject({ equal: false, stored: { views: 3 }, differences: [difference, { step: "HOUR" }] });
  }, 90_000);

  it("has no number for what has expired, and none for what is still to come", async () => {
    expect(await recount({ ...range, from: "2020-01-01T00:00:00.000Z", to: "2020-01-01T01:00:00.000Z" })).toMatchObject({
      equal: null,
      expired: true,
      stored: null,
      recounted: null,
    });
    expect(await recount({ ...range, from: "9999-01-01T00:00:00.000Z", to: "9999-01-01T01:00:00.000Z" })).toMatchObject({
      equal: null,
      expired: false,
      minutesCompared: 0,
      stored: null,
      recounted: null,
    });
  });

  it.each([
    { claims: nobody, change: {}, code: "UNAUTHENTICATED" },
    { claims: alice, change: {}, code: "FORBIDDEN" },
    { claims: carol, change: { playableId: "\u0000" }, code: "BAD_USER_INPUT" },
    { claims: carol, change: { to: range.from }, code: "BAD_USER_INPUT" },
    { claims: carol, change: { to: minutesLater(3_000) }, code: "BAD_USER_INPUT" },
    { claims: carol, change: { to: minutesLater(2_999) }, code: undefined },
  ])("answers $claims with $code for $change", async ({ claims, change, code }) => {
    const { errors } = await metrics.ask(claims, RECOUNT, { ...range, ...change });
    expect(errors?.[0]?.extensions.code).toBe(code);
  });

  it("knows of no partitions on PostgreSQL, and tells operators alone", async () => {
    const query = "{ partitionHealth { table largestBytes p99Bytes warning } }";
    expect((await metrics.ask(carol, query)).data?.partitionHealth).toEqual([]);
    expect((await metrics.ask(alice, query)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});
