import type { Migration } from "@marquee/postgres";

const table = (step: string) => `CREATE TABLE ${step}_rollups (
    playable_id text     COLLATE "C" NOT NULL,
    ${step}     integer  NOT NULL,
    part        smallint NOT NULL,
    attempts    bigint   NOT NULL,
    plays       bigint   NOT NULL,
    views       bigint   NOT NULL,
    watch_ms    bigint   NOT NULL,
    read_at_us  bigint   NOT NULL,
    PRIMARY KEY (playable_id, ${step}, part)
  )`;

/** One row for each part of each step of each playable, numbered since the epoch, and how far each part was swept. */
export const rollups: Migration = {
  name: "0001-rollups",
  sql: [
    table("minute"),
    table("hour"),
    table("day"),
    // Minutes are written about in their order, so a small index finds the expired ones.
    "CREATE INDEX minute_rollups_minute ON minute_rollups USING brin (minute)",
    "COMMENT ON COLUMN minute_rollups.read_at_us IS 'the write timestamp: when the reading it was computed from began, microseconds since the epoch'",
    "CREATE TABLE swept_parts (part smallint PRIMARY KEY, received_minute integer NOT NULL)",
  ],
};
