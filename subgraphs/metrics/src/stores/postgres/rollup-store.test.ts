import { createPool, migrate } from "@marquee/postgres";
import { testDatabase } from "@marquee/postgres/testing";
import { pino } from "pino";
import { migrations } from "../../../migrations/index.ts";
import { rollupStoreContract } from "../../../tests/rollup-store.contract.ts";
import { postgresRollupStore } from "./rollup-store.ts";

rollupStoreContract("PostgreSQL", async () => {
  const database = await testDatabase();
  await migrate({ databaseUrl: database.url, schema: "metrics", migrations, logger: pino({ level: "silent" }) });
  const pool = createPool(database.url, { max: 4, name: "roll-ups" });
  return {
    store: postgresRollupStore(pool, 16),
    expiresOnCall: true,
    async [Symbol.asyncDispose]() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
});
