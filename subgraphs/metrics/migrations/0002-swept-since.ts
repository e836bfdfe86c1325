import type { Migration } from "@marquee/postgres";

/** Since when a part was swept, so that recounting everything need not look for marks in the years before. */
export const sweptSince: Migration = {
  name: "0002-swept-since",
  sql: [
    // Parts that were swept before this was kept: what they counted has an hour, and no event is received a whole minute before its time.
    "ALTER TABLE swept_parts ADD COLUMN since_minute integer",
    "UPDATE swept_parts SET since_minute = coalesce((SELECT min(hour) * 60 - 1 FROM hour_rollups), received_minute)",
    "ALTER TABLE swept_parts ALTER COLUMN since_minute SET NOT NULL",
  ],
};
