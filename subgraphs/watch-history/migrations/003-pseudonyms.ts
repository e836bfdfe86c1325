import type { Migration } from "@marquee/postgres";

/**
 * The name that raw events call a profile by, which nothing but this row ties to it. Erasing a profile empties the name and keeps the row:
 * it says that nothing more is taken of that profile, whatever late reports come.
 */
export const pseudonyms: Migration = {
  name: "003-pseudonyms",
  sql: [`CREATE TABLE pseudonyms (profile_id text COLLATE "C" PRIMARY KEY, pseudonym text)`],
};
