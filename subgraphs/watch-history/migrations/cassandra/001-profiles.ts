import type { CassandraMigration } from "@marquee/cassandra";

/**
 * What a profile has watched. Every table has the profile as its partition key, so that all a report changes is one mutation.
 *
 * Each cell is one value that begins with its event's stamp, in bytes that sort like the stamp, and its write timestamp is the event's
 * time: so Cassandra itself keeps the latest, in whatever order cells are written, and settles equal times by the greater value.
 * Nothing here expires, and nothing is deleted and written again. `gc_grace_seconds` is the default, ten days: the tombstone that erases
 * a profile outlives every report that could still come of it.
 */
export const profiles: CassandraMigration = {
  name: "001-profiles",
  cql: [
    // Partition key: the profile. Grows by a row for each title it ever began, and is bounded by the catalogue.
    //   Size: 250 bytes a row; 10,000 titles are 2.5 MB. Read by the keys of some titles, never as a whole.
    `CREATE TABLE IF NOT EXISTS resume_points (
      profile_id text,
      playable_id text,
      point blob,
      ended blob,
      hidden_until_ms bigint,
      PRIMARY KEY ((profile_id), playable_id)
    ) WITH compaction = {'class': 'UnifiedCompactionStrategy'}`,
    // Partition key: the profile. The titles that may be in progress; what is finished or hidden among them says resume_points.
    //   Grows by a row for each title begun, and is bounded by tidying (in-progress.ts): some 200 rows that are in progress, and a few
    //   hundred at most that no longer are. Size: 60 bytes a row, so 30 kB.
    //   Tidying deletes older rows by one tombstone for the partition, which covers the one before; no finished title leaves one.
    `CREATE TABLE IF NOT EXISTS in_progress (
      profile_id text,
      playable_id text,
      PRIMARY KEY ((profile_id), playable_id)
    ) WITH compaction = {'class': 'UnifiedCompactionStrategy'}`,
    // Partition key: the profile. Grows by a row for each watching; its key is what the session's token says, so it never moves.
    //   Size: 300 bytes a row on average; twenty watchings a day for ten years are 22 MB before compression, 8 MB on disk, and a page
    //   reads a hundred of them at its head. Bounded by what a person can watch.
    `CREATE TABLE IF NOT EXISTS watchings (
      profile_id text,
      started_at_ms bigint,
      session_id text,
      cell blob,
      latest blob,
      heard_us bigint,
      is_removed boolean,
      PRIMARY KEY ((profile_id), started_at_ms, session_id)
    ) WITH CLUSTERING ORDER BY (started_at_ms DESC, session_id DESC) AND compaction = {'class': 'UnifiedCompactionStrategy'}`,
  ],
};
