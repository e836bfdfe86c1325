import type { TitleOrder } from "../../domain/title-listing.ts";
import { type Sql, sql } from "./sql.ts";

interface OrderKey {
  readonly expression: Sql;
  /** What survives the way through a cursor exactly. */
  readonly type: "text" | "float8";
}

/**
 * What was typed, as one row: `folded` like the names it is compared with, `sortable` without a leading article, `words` of which each is the
 * beginning of a word, and `guesses`, the works that have something like it. Guesses are made only where nothing in the catalog matches as
 * typed: beside real matches they would be noise. Folded text has letters, digits and spaces only, so nothing in it can be read as an operator.
 */
export function searchWords(search: string): Sql {
  // Materialized, so that the planner never works it out again for each title, as it otherwise does while it takes the catalog for empty.
  return sql`(
    WITH typed AS MATERIALIZED (
      SELECT folded, catalog.sort_name(folded) AS sortable,
        to_tsquery('simple', nullif(replace(folded, ' ', ':* & ') || ':*', ':*')) AS words
      FROM (SELECT catalog.fold(${search}::text) AS folded OFFSET 0) AS said
    ), understood AS MATERIALIZED (
      SELECT *, CASE WHEN EXISTS (SELECT FROM catalog.works e WHERE e.search_document @@ words) THEN '{}'
        ELSE ARRAY(SELECT catalog.works_like(folded)) END AS guesses
      FROM typed
    ) SELECT * FROM understood)`;
}

export const searchCondition = sql`(w.search_document @@ q.words OR w.id = ANY (q.guesses))`;

const isReady = sql`w.id IN (SELECT id FROM ready)`;
const votes = sql`-coalesce(w.imdb_votes, 0)`;

/** The whole name, its beginning, words of it, words about it (people, genres, the synopsis), half-right words. */
const tier = sql`CASE
  WHEN q.folded IN (w.folded_name, w.sort_name) OR q.sortable = w.sort_name THEN 0
  WHEN starts_with(w.folded_name, q.folded) OR starts_with(w.sort_name, q.folded) THEN 1
  WHEN ts_filter(w.search_document, '{a}') @@ q.words THEN 2
  WHEN w.search_document @@ q.words THEN 3
  ELSE 4 END`;

/** Every key ascends, and the id follows as the last: so each order is total, and a page begins where the one before it ended. */
export const orderKeys: Readonly<Record<TitleOrder, readonly OrderKey[]>> = {
  name: [{ expression: sql`w.sort_name`, type: "text" }],
  relevance: [
    { expression: tier, type: "float8" },
    // In tenths, so that it decides between good and bad guesses only.
    {
      expression: sql`CASE WHEN w.search_document @@ q.words THEN 0 ELSE -round(10 * word_similarity(q.folded, w.search_text)) END`,
      type: "float8",
    },
    { expression: sql`CASE WHEN ${isReady} THEN 0 ELSE 1 END`, type: "float8" },
    { expression: votes, type: "float8" },
  ],
  newest: [
    { expression: sql`-extract(epoch FROM coalesce(w.added_at, 'epoch'))`, type: "float8" },
    { expression: sql`w.sort_name`, type: "text" },
  ],
  popularity: [{ expression: votes, type: "float8" }],
  acclaim: [
    { expression: sql`-coalesce(w.imdb_rating, 0)`, type: "float8" },
    { expression: votes, type: "float8" },
  ],
};
