import { type CassandraOptions, migrateCassandra, openCassandra } from "@marquee/cassandra";
import { createPool, databaseProblems, migrate } from "@marquee/postgres";
import type { ViewEventStore } from "@marquee/view-events";
import { cassandraViewEventStore, fixPartsCassandra, migrateViewEvents } from "@marquee/view-events/cassandra";
import { fixParts, postgresViewEventStore } from "@marquee/view-events/postgres";
import type { Logger } from "pino";
import { cassandraMigrations } from "../migrations/cassandra/index.ts";
import { migrations } from "../migrations/index.ts";
import type { WatchHistoryConfig } from "./config.ts";
import type { ProfileStore } from "./domain/profile-store.ts";
import type { TasteStore } from "./domain/taste-store.ts";
import { cassandraProfileStore } from "./stores/cassandra/profile-store.ts";
import { cassandraTasteStore } from "./stores/cassandra/taste-store.ts";
import { postgresProfileStore } from "./stores/postgres/profile-store.ts";
import { postgresTasteStore } from "./stores/postgres/taste-store.ts";

const name = "watch-history";
const schema = "watch_history";

export interface Stores extends AsyncDisposable {
  readonly events: ViewEventStore;
  readonly profiles: ProfileStore;
  readonly tastes: TasteStore;
  /** What is wrong with the engine now, a sentence each; never throws. */
  problems(): Promise<readonly string[]>;
}

/**
 * Opens what is kept durably, on Cassandra where it is configured.
 *
 * @throws EngineProblem when the engine is missing or wrong
 */
export async function openStores(config: WatchHistoryConfig, logger: Logger): Promise<Stores> {
  return config.cassandra ? cassandraStores(config.cassandra, config, logger) : postgresStores(config, logger);
}

async function cassandraStores(
  options: CassandraOptions,
  { parts, eventsKeptDays: keptDays }: WatchHistoryConfig,
  logger: Logger,
): Promise<Stores> {
  await using opened = new AsyncDisposableStack();
  const cassandra = opened.use(await openCassandra(options, logger));
  await migrateViewEvents(cassandra, keptDays, logger);
  await migrateCassandra(cassandra, name, cassandraMigrations, logger);
  await fixPartsCassandra({ cassandra, parts });
  return {
    events: cassandraViewEventStore({ cassandra, parts, keptDays }),
    profiles: cassandraProfileStore({ cassandra }),
    tastes: cassandraTasteStore(cassandra),
    problems: cassandra.problems,
    ...disposing(opened.move()),
  };
}

async function postgresStores({ databaseUrl, databasePoolMax: max = 10, parts }: WatchHistoryConfig, logger: Logger): Promise<Stores> {
  if (databaseUrl === undefined) throw new Error("watch-history keeps its facts in Cassandra or in PostgreSQL, and was given neither");
  await using opened = new AsyncDisposableStack();
  await migrate({ databaseUrl, schema, migrations, logger });
  const pool = opened.adopt(createPool(databaseUrl, { max, name }), (pool) => pool.end());
  await fixParts({ pool, schema, parts });
  return {
    events: postgresViewEventStore({ pool, schema, parts }),
    profiles: postgresProfileStore(pool, schema),
    tastes: postgresTasteStore(pool, schema),
    problems: () => databaseProblems(pool, databaseUrl),
    ...disposing(opened.move()),
  };
}

function disposing(all: AsyncDisposableStack): AsyncDisposable {
  return { [Symbol.asyncDispose]: () => all.disposeAsync() };
}
