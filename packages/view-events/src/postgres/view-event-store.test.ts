import { createPool, migrate } from "@marquee/postgres";
import { testDatabase } from "@marquee/postgres/testing";
import { pino } from "pino";
import { expect, it } from "vitest";
import { viewEventStoreContract } from "../view-event-store.contract.ts";
import { viewEventMigrations } from "./migrations.ts";
import { postgresViewEventStore } from "./view-event-store.ts";

const schema = "watch_history";

async function emptyStore() {
  const database = await testDatabase();
  await migrate({ databaseUrl: database.url, schema, migrations: viewEventMigrations, logger: pino({ level: "silent" }) });
  const pool = createPool(database.url, { max: 4, name: "view events" });
  return {
    pool,
    store: postgresViewEventStore({ pool, schema, parts: 16 }),
    expiresOnCall: true,
    async [Symbol.asyncDispose]() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

viewEventStoreContract("PostgreSQL", emptyStore);

it("PostgreSQL deletes 10,000 expired rows a call, and says when more are left", async () => {
  await using opened = await emptyStore();
  await opened.pool.query(
    `INSERT INTO ${schema}.touched_windows SELECT number, 1, 'tidewater', 100 FROM generate_series(1, 10001) AS number`,
  );
  expect([await opened.store.expire(101), await opened.store.expire(101), await opened.store.expire(101)]).toEqual([true, false, false]);
  expect(await opened.store.touched(10_001, 1)).toEqual([]);
});
