import { createPool, migrate } from "@marquee/postgres";
import { testDatabase } from "@marquee/postgres/testing";
import type { ViewEventStore } from "@marquee/view-events";
import { fixParts, postgresViewEventStore, viewEventMigrations } from "@marquee/view-events/postgres";
import type { Pool } from "pg";
import { pino } from "pino";
import { migrations } from "../migrations/index.ts";
import type { RollupStore } from "../src/domain/rollups/rollup-store.ts";
import { postgresRollupStore } from "../src/stores/postgres/rollup-store.ts";

export interface MetricsDatabase extends AsyncDisposable {
  readonly url: string;
  readonly pool: Pool;
  readonly viewEvents: ViewEventStore;
  readonly rollups: RollupStore;
}

/** A database of one test file's own, with watch-history's view events and the roll-ups in it, both empty. */
export async function metricsDatabase(parts: number): Promise<MetricsDatabase> {
  const database = await testDatabase();
  const logger = pino({ level: "silent" });
  await migrate({ databaseUrl: database.url, schema: "watch_history", migrations: viewEventMigrations, logger });
  await migrate({ databaseUrl: database.url, schema: "metrics", migrations, logger });
  const pool = createPool(database.url, { max: 8, name: "metrics test" });
  await fixParts({ pool, schema: "watch_history", parts });
  return {
    url: database.url,
    pool,
    viewEvents: postgresViewEventStore({ pool, schema: "watch_history", parts }),
    rollups: postgresRollupStore(pool, parts),
    async [Symbol.asyncDispose]() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
}
