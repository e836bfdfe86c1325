import { type TestKeyspace, testKeyspace } from "@marquee/cassandra/testing";
import { EngineProblem } from "@marquee/settings";
import { cassandraViewEventStore, fixPartsCassandra, migrateViewEvents } from "@marquee/view-events/cassandra";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { receive } from "./memory-view-event-store.ts";
import { carol, runningMetrics } from "./running-metrics.ts";
import { eventsOf } from "./watching.ts";

const PARTS = 4;
/** Watched for 35 s, half an hour ago. */
const startedAtMs = Math.floor(Date.now() / 60_000) * 60_000 - 1_800_000;
const watching = { sessionId: "a", playableId: "film", startedAtMs, durationSeconds: 5_400, deltasMs: [9_000, 9_000, 9_000, 8_000] };
const range = { from: new Date(startedAtMs), to: new Date(startedAtMs + 60_000) };

describe("metrics on Cassandra, without a database", () => {
  let keyspace: TestKeyspace;
  beforeAll(async () => {
    keyspace = await testKeyspace();
  });
  afterAll(() => keyspace[Symbol.asyncDispose]());
  const start = () => runningMetrics({ cassandra: keyspace.options });

  it("does not start before watch-history has made its tables", async () => {
    await expect(start()).rejects.toBeInstanceOf(EngineProblem);
  });

  it("sweeps, answers and recounts, and tells of every table of the keyspace", async () => {
    const { cassandra } = keyspace;
    await migrateViewEvents(cassandra, 90, pino({ level: "silent" }));
    await fixPartsCassandra({ cassandra, parts: PARTS });
    const viewEvents = cassandraViewEventStore({ cassandra, parts: PARTS, keptDays: 90 });
    await receive(viewEvents, eventsOf(watching));
    await using metrics = await start();

    const audience = `query ($from: DateTime!, $to: DateTime!) {
      _entities(representations: [{ __typename: "Playable", id: "film" }]) { ... on Playable { audience(from: $from, to: $to) { totals { views watchSeconds } } } }
      recount(playableId: "film", from: $from, to: $to) { equal stored { watchSeconds } recounted { watchSeconds } }
    }`;
    await vi.waitFor(
      async () => {
        expect((await metrics.ask(carol, audience, range)).data).toEqual({
          _entities: [{ audience: { totals: { views: 1, watchSeconds: 35 } } }],
          recount: { equal: true, stored: { watchSeconds: 35 }, recounted: { watchSeconds: 35 } },
        });
      },
      { timeout: 30_000, interval: 100 },
    );
    const { data } = await metrics.ask(carol, "{ partitionHealth { table largestBytes p99Bytes warning } }");
    const unwritten = (table: string) => ({ table, largestBytes: null, p99Bytes: null, warning: null });
    const tables = ["day_rollups", "hour_rollups", "minute_rollups", "swept_parts", "touched_windows", "view_events"];
    expect(data?.partitionHealth).toEqual(expect.arrayContaining(tables.map(unwritten)));
    expect(await metrics.service.problems()).toEqual([]);
  });
});
