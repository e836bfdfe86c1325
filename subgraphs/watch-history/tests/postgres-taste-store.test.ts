import { createPool, migrate } from "@marquee/postgres";
import { testDatabase } from "@marquee/postgres/testing";
import { pino } from "pino";
import { migrations } from "../migrations/index.ts";
import { postgresProfileStore } from "../src/stores/postgres/profile-store.ts";
import { postgresTasteStore } from "../src/stores/postgres/taste-store.ts";
import { tasteStoreContract } from "./taste-store.contract.ts";

tasteStoreContract("PostgreSQL", async () => {
  const database = await testDatabase();
  await migrate({ databaseUrl: database.url, schema: "watch_history", migrations, logger: pino({ level: "silent" }) });
  const pool = createPool(database.url, { max: 4, name: "tastes" });
  return {
    store: postgresTasteStore(pool, "watch_history"),
    profiles: postgresProfileStore(pool, "watch_history"),
    async [Symbol.asyncDispose]() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
});
