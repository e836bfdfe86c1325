import { createPool, migrate } from "@marquee/postgres";
import { testDatabase } from "@marquee/postgres/testing";
import { pino } from "pino";
import { viewEventStoreContract } from "../view-event-store.contract.ts";
import { viewEventMigrations } from "./migrations.ts";
import { postgresViewEventStore } from "./view-event-store.ts";

viewEventStoreContract("PostgreSQL", async () => {
  const database = await testDatabase();
  const schema = "watch_history";
  await migrate({ databaseUrl: database.url, schema, migrations: viewEventMigrations, logger: pino({ level: "silent" }) });
  const pool = createPool(database.url, { max: 4, name: "view events" });
  return {
    store: postgresViewEventStore({ pool, schema, parts: 16 }),
    expiresOnCall: true,
    async [Symbol.asyncDispose]() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
});
