import { type Cassandra, type CassandraMigration, changeSchema, migrateCassandra, requireMigrations } from "@marquee/cassandra";
import type { Logger } from "pino";

/** Whose history of migrations it is. */
export const viewEventOwner = "view-events";

/** Fewer than 50 windows of time-window compaction, some of which begin and end half-way. */
const WINDOWS = 45;

/**
 * The tables of the view events. Every cell of them expires by itself when its minute's lifetime is over, and nothing is ever deleted:
 * so whole files of expired rows are dropped. The windows of compaction are set to the lifetime at each start (`fitWindows`).
 *
 * `gc_grace_seconds` is a day: expired rows cannot come back, since each replica expires them alone, and hints are delivered for so long.
 */
export const viewEventMigrations: readonly CassandraMigration[] = [
  {
    name: "view-events-001-tables",
    cql: [
      // Partition key: one minute of one playable, in one part of its sessions.
      //   Grows with the viewers of that title, six events a minute each, until the minute is over and the late limit has passed.
      //   Size: 141 bytes a row with ids of 36 characters, 47 of them on disk (a session's rows lie together and compress well). With 16
      //   parts, a title that 100,000 people watch at once makes partitions of 5 MB, 1.8 MB on disk; 250,000 people, 13 MB and 4.4 MB.
      //   Above that it takes 64 parts: a million people are 13 MB and 4.4 MB again.
      //   Bounded by its minute, and by the number of parts.
      // The payload is one cell, so that a later content replaces an earlier one whole; its write timestamp is when it was received.
      `CREATE TABLE IF NOT EXISTS view_events (
        playable_id text,
        minute int,
        part smallint,
        session_id text,
        source tinyint,
        sequence int,
        payload blob,
        PRIMARY KEY ((playable_id, minute, part), session_id, source, sequence)
      ) WITH gc_grace_seconds = 86400 AND compaction = ${windows(2 * 24)}`,
      // Partition key: one minute of the receiver's clock, in one part.
      //   Grows by a row for each title and minute that was reported of, so with the titles watched at once and the lateness of reports.
      //   Size: 60 bytes a row; 10,000 titles and reports of three minutes in 16 parts are 0.1 MB. After an outage in which devices kept a
      //   day of events for themselves, the worst case is each title's 1,440 minutes: 100 titles are 0.5 MB.
      //   Bounded by its minute: nothing is added later.
      `CREATE TABLE IF NOT EXISTS touched_windows (
        received_minute int,
        part smallint,
        playable_id text,
        minute int,
        PRIMARY KEY ((received_minute, part), playable_id, minute)
      ) WITH gc_grace_seconds = 86400 AND compaction = ${windows(2 * 24)}`,
      // One row: in how many parts the events lie.
      "CREATE TABLE IF NOT EXISTS view_event_parts (name text PRIMARY KEY, parts int)",
    ],
  },
];

/** For the owner of the events, at its start: makes the tables, and fits their compaction to how long events are kept. */
export async function migrateViewEvents(cassandra: Cassandra, keptDays: number, logger: Logger): Promise<void> {
  await migrateCassandra(cassandra, viewEventOwner, viewEventMigrations, logger);
  await fitWindows(cassandra, keptDays, logger);
}

/**
 * For a process that reads the events.
 *
 * @throws EngineProblem when their owner has not made the tables yet, or a later version has
 */
export async function requireViewEvents(cassandra: Cassandra): Promise<void> {
  await requireMigrations(cassandra, viewEventOwner, viewEventMigrations);
}

/** Two processes that do it at once do the same. */
async function fitWindows(cassandra: Cassandra, keptDays: number, logger: Logger): Promise<void> {
  const hours = Math.max(1, Math.ceil((keptDays * 24) / WINDOWS));
  for (const table of ["view_events", "touched_windows"]) {
    const { rows } = await cassandra.run("SELECT compaction FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?", [
      cassandra.keyspace,
      table,
    ]);
    const compaction: Record<string, string> | undefined = rows[0]?.compaction;
    if (compaction?.compaction_window_size === String(hours)) continue;
    await changeSchema(cassandra, `ALTER TABLE ${table} WITH compaction = ${windows(hours)}`, logger);
  }
}

function windows(hours: number): string {
  return `{'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'HOURS', 'compaction_window_size': '${hours}'}`;
}
