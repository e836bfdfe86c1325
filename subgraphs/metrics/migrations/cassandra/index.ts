import { type Cassandra, type CassandraMigration, changeSchema, migrateCassandra } from "@marquee/cassandra";
import type { Logger } from "pino";
import { minuteWindows, rollups } from "./001-rollups.ts";

/** Whose tables they are, beside those of watch-history in the same keyspace. */
const owner = "metrics";

/** The history of the roll-ups' tables, oldest first. */
const migrations: readonly CassandraMigration[] = [rollups];

/** Fewer than 50 windows of time-window compaction, some of which begin and end half-way. */
const WINDOWS = 45;

/**
 * Makes the tables of the roll-ups, and fits the compaction of minutes to how long they are kept. Safe when several processes start at once.
 *
 * @throws EngineProblem when a later version has been here
 */
export async function migrateRollups(cassandra: Cassandra, minutesKeptDays: number, logger: Logger): Promise<void> {
  await migrateCassandra(cassandra, owner, migrations, logger);
  const hours = Math.max(1, Math.ceil((minutesKeptDays * 24) / WINDOWS));
  const { rows } = await cassandra.run(
    "SELECT compaction FROM system_schema.tables WHERE keyspace_name = ? AND table_name = 'minute_rollups'",
    [cassandra.keyspace],
  );
  const compaction: Record<string, string> | undefined = rows[0]?.compaction;
  if (compaction?.compaction_window_size === String(hours)) return;
  await changeSchema(cassandra, `ALTER TABLE minute_rollups WITH compaction = ${minuteWindows(hours)}`, logger);
}
