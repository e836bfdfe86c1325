import type { CassandraMigration } from "@marquee/cassandra";

const counts = "counts frozen<tuple<bigint, bigint, bigint, bigint>>";
const names = "counts: attempts, plays, views, watched milliseconds";
const unified = "compaction = {'class': 'UnifiedCompactionStrategy'}";

/** Minutes are written about in their order and expire together, so whole files of expired ones are dropped. */
export function minuteWindows(hours: number): string {
  return `{'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'HOURS', 'compaction_window_size': '${hours}'}`;
}

/**
 * The roll-ups: for each step of each playable a row for each part, and how far each part was swept.
 *
 * The counts are one cell, so that of two writers one wins whole; its timestamp is when its reading began. A row takes about 80 bytes.
 */
export const rollups: CassandraMigration = {
  name: "001-rollups",
  cql: [
    // An hour of a playable: 60 minutes of as many rows as there are parts, if all of them had a viewer. It does not grow after its
    // hour but for late events: 77 KB with 16 parts, 310 KB with 64. A chart of a day reads 24 of them. Each minute expires by itself when
    // its lifetime is over; a grace of a day, since no replica needs another one for that.
    `CREATE TABLE IF NOT EXISTS minute_rollups (
        playable_id text, hour int, minute int, part int, ${counts},
        PRIMARY KEY ((playable_id, hour), minute, part)
      ) WITH gc_grace_seconds = 86400 AND compaction = ${minuteWindows(48)}
        AND comment = '${names}; a minute expires by the time to live of its row'`,

    // Ten days of a playable, numbered since the epoch: 240 hours of a row for each part, 310 KB with 16 parts, 1.2 MB with 64. It grows
    // for its ten days, then no more. They stay for good, so a popular playable adds 11 MB a year, in 37 partitions.
    `CREATE TABLE IF NOT EXISTS hour_rollups (
        playable_id text, ten_days int, hour int, part int, ${counts},
        PRIMARY KEY ((playable_id, ten_days), hour, part)
      ) WITH ${unified} AND comment = '${names}'`,

    // A hundred days of a playable, in the same way: 128 KB with 16 parts, 512 KB with 64. Five years are 19 partitions.
    `CREATE TABLE IF NOT EXISTS day_rollups (
        playable_id text, hundred_days int, day int, part int, ${counts},
        PRIMARY KEY ((playable_id, hundred_days), day, part)
      ) WITH ${unified} AND comment = '${names}'`,

    // One partition for all parts, which are read together: as many rows as there are parts, and their number is fixed with the keyspace.
    // Each row is written once a minute, always over itself. No row is ever deleted: the first received minute is stamped so that the
    // earlier one stays, with times that lie ahead (see roll-up store), and a deletion of today would not reach it; TRUNCATE does.
    `CREATE TABLE IF NOT EXISTS swept_parts (
        scope text, part int, since_minute int, received_minute int,
        PRIMARY KEY (scope, part)
      ) WITH ${unified} AND comment = 'for which received minutes each part was swept'`,
  ],
};
