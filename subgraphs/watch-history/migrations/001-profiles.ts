import type { Migration } from "@marquee/postgres";

/**
 * What a profile has watched. A cell is a composite value that begins with its event's stamp, so that `GREATEST` of two cells is the
 * later one, whatever order they were written in. Text is compared by its bytes, so that the order is the same on every server.
 */
export const profiles: Migration = {
  name: "001-profiles",
  sql: [
    `CREATE TYPE resume_cell AS (
      at_ms bigint, session_id text COLLATE "C", sequence integer, received_us bigint,
      position_seconds double precision, duration_seconds double precision, is_finished boolean
    )`,
    `CREATE TYPE event_stamp AS (at_ms bigint, session_id text COLLATE "C", sequence integer, received_us bigint)`,
    `CREATE TABLE resume_points (
      profile_id      text COLLATE "C" NOT NULL,
      playable_id     text COLLATE "C" NOT NULL,
      cell            resume_cell,
      ended           event_stamp,
      hidden_until_ms bigint,
      at_ms           bigint  GENERATED ALWAYS AS ((cell).at_ms) STORED,
      is_shown        boolean GENERATED ALWAYS AS (coalesce((cell).at_ms > coalesce(hidden_until_ms, 0), false)) STORED,
      is_finished     boolean GENERATED ALWAYS AS (
        coalesce((cell).is_finished, false) OR coalesce(
          ((ended).at_ms, (ended).session_id, (ended).sequence) > ((cell).at_ms, (cell).session_id, (cell).sequence),
          false
        )
      ) STORED,
      PRIMARY KEY (profile_id, playable_id)
    )`,
    "CREATE INDEX resume_points_in_progress ON resume_points (profile_id, at_ms DESC) WHERE is_shown AND NOT is_finished",
    `CREATE TYPE watching_cell AS (
      at_ms bigint, session_id text COLLATE "C", sequence integer, received_us bigint,
      watched_ms bigint, position_seconds double precision
    )`,
    `CREATE TABLE watchings (
      profile_id    text COLLATE "C" NOT NULL,
      started_at_ms bigint NOT NULL,
      session_id    text COLLATE "C" NOT NULL,
      playable_id   text NOT NULL,
      cell          watching_cell NOT NULL,
      is_removed    boolean NOT NULL DEFAULT false,
      PRIMARY KEY (profile_id, started_at_ms, session_id)
    )`,
  ],
};
