import { type CassandraOptions, openCassandra } from "@marquee/cassandra";
import { createPool, databaseProblems, migrate } from "@marquee/postgres";
import type { ViewEventStore } from "@marquee/view-events";
import { cassandraViewEventStore, requirePartsCassandra, requireViewEvents } from "@marquee/view-events/cassandra";
import { postgresViewEventStore, requireParts } from "@marquee/view-events/postgres";
import type { Logger } from "pino";
import { migrateRollups } from "../migrations/cassandra/index.ts";
import { migrations } from "../migrations/index.ts";
import type { MetricsConfig } from "./config.ts";
import type { PartitionSizeSource } from "./domain/partition-health.ts";
import type { RollupStore } from "./domain/rollups/rollup-store.ts";
import { cassandraPartitionSizes } from "./stores/cassandra/partition-sizes.ts";
import { cassandraRollupStore } from "./stores/cassandra/rollup-store.ts";
import { postgresRollupStore } from "./stores/postgres/rollup-store.ts";

const SCHEMA = "metrics";
const VIEW_EVENT_SCHEMA = "watch_history";
const KEPT_DAYS = 90;

export interface Stores extends AsyncDisposable {
  /** Watch-history's, only read here. */
  readonly viewEvents: ViewEventStore;
  readonly rollups: RollupStore;
  /** Absent where the engine has no partitions. */
  readonly partitionSizes?: PartitionSizeSource;
  /** What is wrong with the engine now, a sentence each; never throws. */
  problems(): Promise<readonly string[]>;
}

export type StoresConfig = Pick<
  MetricsConfig,
  "databaseUrl" | "databasePoolMax" | "cassandra" | "cassandraJolokiaUrls" | "parts" | "eventsKeptDays"
>;

/**
 * Opens what is kept durably: on Cassandra where that is configured, else on PostgreSQL.
 *
 * @throws EngineProblem when the engine is missing or wrong, also while watch-history has not made the tables of the view events yet
 */
export async function openStores(config: StoresConfig, logger: Logger): Promise<Stores> {
  const { databaseUrl, cassandra } = config;
  if (cassandra) return cassandraStores(cassandra, config, logger);
  if (databaseUrl !== undefined) return postgresStores(databaseUrl, config, logger);
  throw new Error("expected the URL of a database, or a Cassandra");
}

async function cassandraStores(options: CassandraOptions, config: StoresConfig, logger: Logger): Promise<Stores> {
  const { parts, eventsKeptDays: keptDays = KEPT_DAYS, cassandraJolokiaUrls: jolokiaUrls = [] } = config;
  await using opened = new AsyncDisposableStack();
  const cassandra = opened.use(await openCassandra(options, logger));
  await requireViewEvents(cassandra);
  await requirePartsCassandra({ cassandra, parts });
  await migrateRollups(cassandra, keptDays, logger);
  const running = opened.move();
  return {
    viewEvents: cassandraViewEventStore({ cassandra, parts, keptDays }),
    rollups: cassandraRollupStore({ cassandra, parts, minutesKeptDays: keptDays }),
    partitionSizes: cassandraPartitionSizes(cassandra, jolokiaUrls),
    problems: () => cassandra.problems(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function postgresStores(databaseUrl: string, { databasePoolMax, parts }: StoresConfig, logger: Logger): Promise<Stores> {
  await migrate({ databaseUrl, schema: SCHEMA, migrations, logger });
  await using opened = new AsyncDisposableStack();
  const pool = opened.adopt(createPool(databaseUrl, { max: databasePoolMax ?? 10, name: SCHEMA }), (it) => it.end());
  await requireParts({ pool, schema: VIEW_EVENT_SCHEMA, parts });
  const running = opened.move();
  return {
    viewEvents: postgresViewEventStore({ pool, schema: VIEW_EVENT_SCHEMA, parts }),
    rollups: postgresRollupStore(pool, parts),
    problems: () => databaseProblems(pool, databaseUrl),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
