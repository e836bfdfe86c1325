import type { CassandraMigration } from "@marquee/cassandra";

/** What a profile wants to watch, and what it thinks of what it watched. */
export const tastes: CassandraMigration = {
  name: "003-tastes",
  cql: [
    // Partition key: the profile. Read as a whole. Grows by a row for each playable added, bounded to 1,000 by the domain: 60 kB.
    //   Removing deletes the row, with the time of the removal; adding and removing all day leaves a tombstone for each playable at most.
    `CREATE TABLE IF NOT EXISTS watchlist (
      profile_id text,
      playable_id text,
      added_at_ms bigint,
      PRIMARY KEY ((profile_id), playable_id)
    ) WITH compaction = {'class': 'UnifiedCompactionStrategy'}`,
    // Partition key: the profile. Read by the keys of some titles, never as a whole. Grows by a row for each playable rated, bounded by
    //   the catalogue: 60 bytes a row, so 10,000 are 600 kB.
    `CREATE TABLE IF NOT EXISTS ratings (
      profile_id text,
      playable_id text,
      rating text,
      PRIMARY KEY ((profile_id), playable_id)
    ) WITH compaction = {'class': 'UnifiedCompactionStrategy'}`,
  ],
};
