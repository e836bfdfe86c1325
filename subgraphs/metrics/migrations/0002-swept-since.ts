import type { Migration } from "@marquee/postgres";

/** Since when a part was swept, so that recounting everything need not look for marks in the years before. */
export const sweptSince: Migration = {
  name: "0002-swept-since",
  sql: [
    // Of parts swept before this was kept it is not known: any time.
    "ALTER TABLE swept_parts ADD COLUMN since_minute integer NOT NULL DEFAULT 0",
    "ALTER TABLE swept_parts ALTER COLUMN since_minute DROP DEFAULT",
  ],
};
