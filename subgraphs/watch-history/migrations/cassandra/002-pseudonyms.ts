import type { CassandraMigration } from "@marquee/cassandra";

/** The names that raw events call profiles by, and what erasing a profile needs. */
export const pseudonyms: CassandraMigration = {
  name: "002-pseudonyms",
  cql: [
    // Partition key: the profile. One row that never grows; 100 bytes. Asked for once in a process's life.
    `CREATE TABLE IF NOT EXISTS pseudonyms (
      profile_id text PRIMARY KEY,
      pseudonym text
    ) WITH compaction = {'class': 'UnifiedCompactionStrategy'}`,
  ],
};
