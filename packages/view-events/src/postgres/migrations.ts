import type { Migration } from "@marquee/postgres";

/**
 * The tables of the view events, for the schema of their owner.
 *
 * A wide-column partition becomes the head of a primary key. The minute comes first in it, so that new rows append to the index and
 * expired ones are a range at its start. Text is compared by its bytes, so that the order is the same on every server.
 */
export const viewEventMigrations: readonly Migration[] = [
  {
    name: "view-events-001-tables",
    sql: [
      `CREATE TABLE view_events (
        minute      integer  NOT NULL,
        playable_id text     COLLATE "C" NOT NULL,
        part        smallint NOT NULL,
        session_id  text     COLLATE "C" NOT NULL,
        source      text     COLLATE "C" NOT NULL,
        sequence    integer  NOT NULL,
        payload     jsonb    NOT NULL,
        written_us  bigint   NOT NULL,
        PRIMARY KEY (minute, playable_id, part, session_id, source, sequence)
      )`,
      `COMMENT ON COLUMN view_events.written_us IS 'the write timestamp of the payload: when it was received, microseconds since the epoch'`,
      `CREATE TABLE touched_windows (
        received_minute integer  NOT NULL,
        part            smallint NOT NULL,
        playable_id     text     COLLATE "C" NOT NULL,
        minute          integer  NOT NULL,
        PRIMARY KEY (received_minute, part, playable_id, minute)
      )`,
      "CREATE INDEX touched_windows_minute ON touched_windows (minute)",
      // One row: in how many parts the events lie.
      "CREATE TABLE view_event_parts (is_the_one boolean PRIMARY KEY DEFAULT true CHECK (is_the_one), parts smallint NOT NULL)",
    ],
  },
];
