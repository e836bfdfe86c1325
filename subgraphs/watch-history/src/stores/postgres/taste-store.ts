import { escapeIdentifier, type Pool } from "pg";
import { z } from "zod";
import { ratings, type TasteStore } from "../../domain/taste-store.ts";
import { isNotErased } from "./pseudonyms.ts";

/** What profiles want to watch and think, in PostgreSQL. The pool stays its opener's to end. */
export function postgresTasteStore(pool: Pool, schemaName: string): TasteStore {
  const schema = escapeIdentifier(schemaName);
  const set = (table: "watchlist" | "ratings", column: "is_listed" | "rating", type: "boolean" | "text") =>
    `INSERT INTO ${schema}.${table} AS held (profile_id, playable_id, at_ms, ${column})
     SELECT $1::text, $2::text, $3::bigint, $4::${type} WHERE ${isNotErased(schema, "$1::text")}
     ON CONFLICT (profile_id, playable_id) DO UPDATE SET at_ms = excluded.at_ms, ${column} = excluded.${column}
     WHERE held.at_ms <= excluded.at_ms`;
  const list = (values: readonly [profileId: string, playableId: string, atMs: number, isListed: boolean]) =>
    pool.query({ name: `list ${schema}`, text: set("watchlist", "is_listed", "boolean"), values: [...values] });

  return {
    async addToWatchlist(profileId, playableId, atMs) {
      await list([profileId, playableId, atMs, true]);
    },

    async removeFromWatchlist(profileId, playableId, atMs) {
      await list([profileId, playableId, atMs, false]);
    },

    async watchlist(profileId) {
      const { rows } = await pool.query<{ readonly playable_id: string; readonly at_ms: number }>({
        name: `watchlist ${schema}`,
        text: `SELECT playable_id, at_ms::double precision AS at_ms FROM ${schema}.watchlist
               WHERE profile_id = $1 AND is_listed ORDER BY at_ms DESC, playable_id`,
        values: [profileId],
      });
      return rows.map(({ playable_id, at_ms }) => ({ playableId: playable_id, addedAtMs: at_ms }));
    },

    async rate(profileId, playableId, { rating, atMs }) {
      await pool.query({ name: `rate ${schema}`, text: set("ratings", "rating", "text"), values: [profileId, playableId, atMs, rating] });
    },

    async tastes(profileId, playableIds) {
      const { rows } = await pool.query<{
        readonly playable_id: string;
        readonly is_listed: boolean | null;
        readonly rating: string | null;
      }>({
        name: `tastes ${schema}`,
        text: `SELECT playable_id, is_listed, rating
               FROM (SELECT playable_id, is_listed FROM ${schema}.watchlist WHERE profile_id = $1 AND playable_id = ANY ($2)) AS listed
               FULL JOIN (SELECT playable_id, rating FROM ${schema}.ratings WHERE profile_id = $1 AND playable_id = ANY ($2)) AS rated
               USING (playable_id)`,
        // Text holds no NUL here, so nothing is known by such a name.
        values: [profileId, playableIds.filter((id) => !id.includes("\0"))],
      });
      const ofEach = rows.map(({ playable_id, is_listed, rating }) => {
        const taste = { isInWatchlist: is_listed ?? false, rating: z.enum(ratings).parse(rating ?? "NONE") };
        return [playable_id, taste] as const;
      });
      return new Map(ofEach.filter(([, { isInWatchlist, rating }]) => isInWatchlist || rating !== "NONE"));
    },
  };
}
