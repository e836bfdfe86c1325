import type { Migration } from "@marquee/postgres";

/** What a profile wants to watch, and what it thinks of what it watched. What was taken back keeps its row: the later time stays. */
export const tastes: Migration = {
  name: "004-tastes",
  sql: [
    `CREATE TABLE watchlist (
      profile_id  text COLLATE "C" NOT NULL,
      playable_id text COLLATE "C" NOT NULL,
      at_ms       bigint NOT NULL,
      is_listed   boolean NOT NULL,
      PRIMARY KEY (profile_id, playable_id)
    )`,
    "CREATE INDEX watchlist_latest ON watchlist (profile_id, at_ms DESC, playable_id) WHERE is_listed",
    `CREATE TABLE ratings (
      profile_id  text COLLATE "C" NOT NULL,
      playable_id text COLLATE "C" NOT NULL,
      at_ms       bigint NOT NULL,
      rating      text   NOT NULL,
      PRIMARY KEY (profile_id, playable_id)
    )`,
  ],
};
