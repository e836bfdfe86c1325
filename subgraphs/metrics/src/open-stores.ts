import { createPool, databaseProblems, migrate } from "@marquee/postgres";
import type { ViewEventStore } from "@marquee/view-events";
import { postgresViewEventStore } from "@marquee/view-events/postgres";
import type { Logger } from "pino";
import { migrations } from "../migrations/index.ts";
import type { MetricsConfig } from "./config.ts";
import type { PartitionSizeSource } from "./domain/partition-health.ts";
import type { RollupStore } from "./domain/rollups/rollup-store.ts";
import { postgresRollupStore } from "./stores/postgres/rollup-store.ts";

const SCHEMA = "metrics";
const VIEW_EVENT_SCHEMA = "watch_history";

export interface Stores extends AsyncDisposable {
  /** Watch-history's, only read here. */
  readonly viewEvents: ViewEventStore;
  readonly rollups: RollupStore;
  /** Absent where the engine has no partitions. */
  readonly partitionSizes?: PartitionSizeSource;
  /** What is wrong with the engine now, a sentence each; never throws. */
  problems(): Promise<readonly string[]>;
}

export type StoresConfig = Pick<MetricsConfig, "databaseUrl" | "databasePoolMax" | "cassandra" | "parts" | "eventsKeptDays">;

/** Opens what is kept durably, on the engine that is configured. */
export async function openStores(config: StoresConfig, logger: Logger): Promise<Stores> {
  return postgresStores(config, logger);
}

async function postgresStores({ databaseUrl, databasePoolMax, parts }: StoresConfig, logger: Logger): Promise<Stores> {
  await migrate({ databaseUrl, schema: SCHEMA, migrations, logger });
  const pool = createPool(databaseUrl, { max: databasePoolMax ?? 10, name: SCHEMA });
  return {
    viewEvents: postgresViewEventStore({ pool, schema: VIEW_EVENT_SCHEMA, parts }),
    rollups: postgresRollupStore(pool, parts),
    problems: () => databaseProblems(pool, databaseUrl),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
