import { redisEventLog } from "@marquee/event-log/redis";
import { type EventOf, envelope, parseEvent } from "@marquee/events";
import { createPool, migrate } from "@marquee/postgres";
import { testDatabase } from "@marquee/postgres/testing";
import { openRedis } from "@marquee/redis";
import { startOwnRedis } from "@marquee/redis/testing";
import { pino } from "pino";
import { afterAll, describe, expect, it, vi } from "vitest";
import { deliverToLog, outboxSql, startRelay, startRepublishing } from "./index.ts";

const schema = "owner";
const logger = pino({ level: "silent" });

describe("while Redis is away, and after it came back empty", async () => {
  const database = await testDatabase();
  await migrate({ databaseUrl: database.url, schema, migrations: [{ name: "1", sql: outboxSql }], logger });
  const pool = createPool(database.url, { max: 4, name: "lost redis test" });
  afterAll(async () => {
    await pool.end();
    await database[Symbol.asyncDispose]();
  });

  it("what was committed waits, and consumers hear all of it, and of what is so since long", async () => {
    await using server = await startOwnRedis();
    await using redis = await openRedis({ urls: [server.url], prefix: "marquee" }, logger);
    await using eventLog = redisEventLog(redis, logger);
    const withdrawn = playable("tidewater", true);
    const commit = (event: EventOf) =>
      pool.query(`INSERT INTO ${schema}.outbox (type, event) VALUES ($1, $2)`, [event.type, JSON.stringify(event)]);
    async function* currentState() {
      yield [withdrawn];
    }
    let heard: string[] = [];
    const owner = { pool, schema, stream: "catalog", logger };
    await using _republishing = await startRepublishing({ ...owner, eventLog, currentState, checkEveryMs: 200 });
    const types = ["marquee.catalog.playable.v1"] as const;
    await using relay = startRelay({ ...owner, types, deliver: deliverToLog(eventLog, "catalog") });
    await using _consuming = eventLog.consume(
      "catalog",
      "packager",
      async (entries) => void heard.push(...entries.map(({ value }) => parseEvent(value).subject)),
      () => {},
    );
    await vi.waitFor(() => expect(heard).toEqual(["tidewater"]), { timeout: 20_000 });

    heard = [];
    await server.kill();
    await server.wipe();
    await commit(playable("lanterns", false));
    relay.wake();
    await vi.waitFor(async () => expect((await pool.query(`SELECT attempts FROM ${schema}.outbox`)).rows[0]?.attempts).toBeGreaterThan(0), {
      timeout: 20_000,
    });
    await server.start();
    await vi.waitFor(() => expect(new Set(heard)).toEqual(new Set(["lanterns", "tidewater"])), { timeout: 30_000 });
    await vi.waitFor(async () => expect((await pool.query(`SELECT FROM ${schema}.outbox`)).rowCount).toBe(0), { timeout: 20_000 });
  });
});

function playable(playableId: string, isWithdrawn: boolean) {
  const about = { source: "/catalog", subject: playableId, sequence: 2 };
  const data = { playableId, kind: "MOVIE" as const, name: playableId, maturityRating: null, availability: [], isWithdrawn };
  return envelope("marquee.catalog.playable.v1", about, data);
}
