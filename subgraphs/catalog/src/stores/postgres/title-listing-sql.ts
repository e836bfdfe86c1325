import { admitsUnrated, admittedRatings, type Sight, stricterLimit } from "../../domain/sight.ts";
import { isUuid, type TitleListing, type TitlePageRequest, type TitleSelection } from "../../domain/title-listing.ts";
import { playableTitles } from "./availability-sql.ts";
import { joined, Sql, sql } from "./sql.ts";
import { orderKeys, searchCondition, searchWords } from "./title-order-sql.ts";

/** Many pages in one statement: rows of which request, the title's id and its sort key, in order; one row more than was asked for. */
export function pagesSql(requests: readonly TitlePageRequest[], sight: Sight): Sql {
  return sql`${readyTitles(sight)} SELECT request, id, key FROM (${joined(
    requests.map((request, index) => pageSql(request, index, sight)),
    " UNION ALL ",
  )}) AS pages ORDER BY request, place`;
}

export function countsSql(listings: readonly TitleListing[], sight: Sight): Sql {
  const counts = listings.map(
    (listing, index) => sql`SELECT ${index}::int AS request, count(*)::int AS titles FROM ${titlesOf(listing, sight)}`,
  );
  return sql`${readyTitles(sight)} ${joined(counts, " UNION ALL ")}`;
}

function pageSql({ listing, page: { first, after } }: TitlePageRequest, index: number, sight: Sight): Sql {
  const keys = orderKeys[listing.order];
  const columns = new Sql([[...keys.map((_, position) => `k${position}`), "id"].join(", ")]);
  const selected = joined(
    keys.map(({ expression, type }, position) => sql`(${expression})::${new Sql([`${type} AS k${position}`])}`),
    ", ",
  );
  const types = [...keys.map(({ type }) => type), "uuid"];
  const place = after?.map((value, position) => sql`${value}::${new Sql([types[position] ?? "uuid"])}`);
  const follows = place ? sql`WHERE (${columns}) > (${joined(place, ", ")})` : sql``;
  return sql`(SELECT ${index}::int AS request, row_number() OVER (ORDER BY ${columns}) AS place, id, jsonb_build_array(${columns}) AS key
    FROM (SELECT w.id, ${selected} FROM ${titlesOf(listing, sight)}) AS listed ${follows}
    ORDER BY ${columns} LIMIT ${first + 1})`;
}

/** Named once for the whole statement, since several lists ask for it. */
function readyTitles(sight: Sight): Sql {
  return sql`WITH ready AS MATERIALIZED (${playableTitles(sight)})`;
}

/** The table expression of what a listing selects: works `w`, and beside a search its words `q`. */
function titlesOf({ selection }: TitleListing, sight: Sight): Sql {
  const { search } = selection;
  const words = search === undefined ? sql`` : sql`CROSS JOIN ${searchWords(search)} AS q`;
  return sql`catalog.works w ${words} WHERE ${joined(conditions(selection, sight), " AND ")}`;
}

function conditions(selection: TitleSelection, sight: Sight): readonly Sql[] {
  const { search, kinds, genreIds, yearFrom, yearTo, isPlayableNow, isImported, acclaim } = selection;
  const limit = stricterLimit(selection.maturityLimit, sight.maturityLimit);
  const all = [
    sql`w.kind IN ('MOVIE', 'SERIES') AND NOT w.is_withdrawn`,
    limit &&
      sql`(w.maturity_rating = ANY (${admittedRatings(limit)}::text[]) OR (${admitsUnrated(limit)}::bool AND w.maturity_rating IS NULL))`,
    kinds && sql`w.kind = ANY (${kinds}::text[])`,
    genreIds && sql`w.id IN (SELECT work_id FROM catalog.work_genres WHERE genre_id = ANY (${genreIds.filter(isUuid)}::uuid[]))`,
    yearFrom !== undefined && sql`w.year >= ${yearFrom}`,
    yearTo !== undefined && sql`w.year <= ${yearTo}`,
    isPlayableNow !== undefined && sql`(w.id IN (SELECT id FROM ready)) = ${isPlayableNow}::bool`,
    isImported !== undefined && sql`(w.added_at IS NOT NULL) = ${isImported}::bool`,
    acclaim && sql`w.imdb_rating >= ${acclaim.imdbRating} AND w.imdb_votes >= ${acclaim.imdbVotes}`,
    search !== undefined && searchCondition,
  ];
  return all.filter((condition) => condition instanceof Sql);
}
