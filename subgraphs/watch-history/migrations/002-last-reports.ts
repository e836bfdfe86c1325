import type { Migration } from "@marquee/postgres";

/**
 * What was last heard of each session, whether anything was watched or not: a row whose `cell` is null is no watching, and its history
 * does not show it. `heard_us` is the greatest time of receipt, `latest` the latest moment by the session's own clock.
 */
export const lastReports: Migration = {
  name: "002-last-reports",
  sql: [
    "ALTER TABLE watchings ALTER COLUMN cell DROP NOT NULL",
    `CREATE TYPE latest_cell AS (at_ms bigint, session_id text COLLATE "C", sequence integer, received_us bigint, kind text COLLATE "C")`,
    "ALTER TABLE watchings ADD COLUMN latest latest_cell, ADD COLUMN heard_us bigint",
  ],
};
