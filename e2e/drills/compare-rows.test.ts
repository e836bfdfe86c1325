import { createPool, migrate } from "@marquee/postgres";
import { testDatabase } from "@marquee/postgres/testing";
import { differences, Ledger, type LedgerEvent, type Reported } from "@marquee/simulate";
import type { StoredEvent } from "@marquee/view-events";
import { postgresViewEventStore, viewEventMigrations } from "@marquee/view-events/postgres";
import type { Pool } from "pg";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { compareRows } from "./compare-rows.ts";
import { whatBroke } from "./result.ts";

const title = { id: "tidewater", durationSeconds: 60 };
const startedAtMs = 29_000_000 * 60_000;
const schema = "watch_history";

const attempt: LedgerEvent = {
  title,
  sessionId: "of alice",
  source: "SERVER",
  sequence: 0,
  atMs: startedAtMs,
  watchedDeltaMs: 0,
  watchedMs: 0,
};
const heartbeat = (sequence: number): LedgerEvent => ({
  ...attempt,
  source: "GRAPH",
  sequence,
  atMs: startedAtMs + sequence * 10_000,
  watchedDeltaMs: 10_000,
  watchedMs: sequence * 10_000,
  kind: "PLAYING",
  positionSeconds: sequence * 10,
});
const sent = [attempt, ...[1, 2, 3, 4, 5, 6, 7].map(heartbeat)];

/** The row that a right event store keeps of an event. */
const rowOf = ({ title, atMs, kind = "ATTEMPT", positionSeconds = 0, ...event }: LedgerEvent): StoredEvent => ({
  sessionId: event.sessionId,
  source: event.source,
  sequence: event.sequence,
  watchedDeltaMs: event.watchedDeltaMs,
  watchedMs: event.watchedMs,
  kind: kind === "PLAYING" ? "PLAYING" : "ATTEMPT",
  playableId: title.id,
  profileId: "alice",
  startedAtMs,
  elapsedMs: atMs - startedAtMs,
  positionSeconds,
  durationSeconds: title.durationSeconds,
  receivedAtMs: atMs,
});

/** A store that keeps exactly what was acknowledged, and what a drill finds in it. */
async function keptStore() {
  const database = await testDatabase();
  await migrate({ databaseUrl: database.url, schema, migrations: viewEventMigrations, logger: pino({ level: "silent" }) });
  const pool: Pool = createPool(database.url, { max: 4, name: "drill" });
  const store = postgresViewEventStore({ pool, schema, parts: 16 });
  const keep = async (event: LedgerEvent) => {
    // Which part a session lies in is the store's to know: all of them are marked.
    const row = rowOf(event);
    const windows = [...Array(16).keys()].map((part) => ({ playableId: title.id, minute: Math.floor(event.atMs / 60_000), part }));
    await store.mark(windows.map((window) => ({ ...window, receivedMinute: Math.floor(event.atMs / 60_000) })));
    await store.write([row]);
  };
  for (const event of sent) await keep(event);
  const received = { from: 29_000_000, to: 29_000_002 };
  return {
    pool,
    keep,
    compare: () => compareRows({ store, acknowledged: sent, titleIds: [title.id], received }),
    async [Symbol.asyncDispose]() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

describe("a drill", () => {
  it("finds nothing in a store that keeps what was acknowledged", async () => {
    await using kept = await keptStore();
    expect(await kept.compare()).toEqual({ lost: [], countedTwice: [] });
  });

  it("notices one acknowledged row that was deleted", async () => {
    await using kept = await keptStore();
    await kept.pool.query(`DELETE FROM ${schema}.view_events WHERE source = 'GRAPH' AND sequence = 3`);
    expect(await kept.compare()).toEqual({ lost: [heartbeat(3)], countedTwice: [] });
  });

  it("notices an attempt that was deleted", async () => {
    await using kept = await keptStore();
    await kept.pool.query(`DELETE FROM ${schema}.view_events WHERE source = 'SERVER'`);
    expect(await kept.compare()).toEqual({ lost: [attempt], countedTwice: [] });
  });

  it("notices one value that was changed", async () => {
    await using kept = await keptStore();
    await kept.pool.query(
      `UPDATE ${schema}.view_events SET payload = jsonb_set(payload, '{watchedDeltaMs}', '9999') WHERE source = 'GRAPH' AND sequence = 2`,
    );
    const { lost, countedTwice } = await kept.compare();
    expect(lost).toEqual([heartbeat(2)]);
    expect(countedTwice).toEqual([expect.objectContaining({ sequence: 2, watchedDeltaMs: 9_999 })]);
  });

  it("notices an event that lies in a second minute too", async () => {
    await using kept = await keptStore();
    await kept.keep({ ...heartbeat(1), atMs: startedAtMs + 70_000 });
    const { lost, countedTwice } = await kept.compare();
    expect(lost).toEqual([]);
    expect(countedTwice).toEqual([expect.objectContaining({ sequence: 1, elapsedMs: 70_000 })]);
  });

  it("notices a row of an event that was never acknowledged", async () => {
    await using kept = await keptStore();
    await kept.keep(heartbeat(8));
    expect((await kept.compare()).countedTwice).toEqual([expect.objectContaining({ sequence: 8 })]);
  });

  it("notices one count that was changed", () => {
    const ledger = new Ledger();
    for (const event of sent) ledger.answered(event, "ACCEPTED");
    const told = (plays: number): ReadonlyMap<string, Reported> => {
      const minutes = new Map([...(ledger.cells.get(title.id) ?? [])].map(([minute, counts]) => [minute, { ...counts }]));
      const first = minutes.get(29_000_000);
      if (first) first.plays = plays;
      return new Map([[title.id, { asOfMs: 0, minutes }]]);
    };
    expect(differences(ledger, new Map(), told(1))).toEqual([]);
    expect(differences(ledger, new Map(), told(2))).toEqual([expect.objectContaining({ metric: "plays", ledger: 1, reported: 2 })]);
  });

  const right = {
    drill: "kill-all",
    sent: 10,
    acknowledged: 9,
    refusedForGood: 1,
    lost: 0,
    countedTwice: 0,
    wrongCells: 0,
    recountEqual: true,
    unavailableSeconds: 3,
    backInServiceSeconds: 4,
    maxRssMb: 200,
    slowestRefusalMs: 0,
    refusals: 0,
    failures: { "no connection": 3 },
    facts: {},
  };
  const asExpected = { unexpected: 0, complaints: [] };

  it("passes when everything held", () => {
    expect(whatBroke(right, asExpected)).toEqual([]);
  });

  it.each([
    { lost: 1 },
    { countedTwice: 1 },
    { wrongCells: 1 },
    { recountEqual: false },
    { backInServiceSeconds: 31 },
    { acknowledged: 8 },
    { sent: 0, acknowledged: 0, refusedForGood: 0 },
  ])("fails with %j", (wrong) => {
    expect(whatBroke({ ...right, ...wrong }, asExpected)).toHaveLength(1);
  });

  it("fails when an event was refused that had to be taken", () => {
    const [sentence] = whatBroke(right, { unexpected: 1, complaints: ["PLAYING had to be ACCEPTED and was answered REFUSED"] });
    expect(sentence).toContain("had to be ACCEPTED");
  });
});
