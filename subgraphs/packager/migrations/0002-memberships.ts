import type { Migration } from "@marquee/postgres";

export const memberships: Migration = {
  name: "0002-memberships",
  sql: [
    // What users says, as its latest event had it. A row of sequence 0 was made by a first playback, to be locked: nothing was said of it yet.
    `CREATE TABLE accounts (
       id text PRIMARY KEY,
       stream_limit int,
       is_deleted boolean NOT NULL DEFAULT false,
       sequence bigint NOT NULL DEFAULT 0
     )`,
    "CREATE TABLE deleted_profiles (id text PRIMARY KEY)",
    "CREATE INDEX playback_sessions_live ON playback_sessions (account_id, started_at) WHERE ended_at IS NULL",
  ],
};
