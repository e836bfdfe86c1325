import type { Cassandra } from "@marquee/cassandra";
import type { types } from "cassandra-driver";
import { z } from "zod";
import { type Rating, ratings, type Taste, type TasteStore } from "../../domain/taste-store.ts";
import { timestampUs } from "./cells.ts";
import { keysInPieces } from "./keys-in-pieces.ts";

const ADD = "INSERT INTO watchlist (profile_id, playable_id, added_at_ms) VALUES (?, ?, ?) USING TIMESTAMP ?";
const REMOVE = "DELETE FROM watchlist USING TIMESTAMP ? WHERE profile_id = ? AND playable_id = ?";
const LIST = "SELECT playable_id, added_at_ms FROM watchlist WHERE profile_id = ?";
const LISTED = "SELECT playable_id FROM watchlist WHERE profile_id = ? AND playable_id IN ?";
const RATE = "INSERT INTO ratings (profile_id, playable_id, rating) VALUES (?, ?, ?) USING TIMESTAMP ?";
const RATED = "SELECT playable_id, rating FROM ratings WHERE profile_id = ? AND playable_id IN ?";

/** What profiles want to watch and think, in Cassandra, each write with the time of what was done as its timestamp. */
export function cassandraTasteStore(cassandra: Cassandra): TasteStore {
  const rowsOf = async (cql: string, profileId: string, playableIds: readonly string[]) =>
    (await Promise.all(keysInPieces(playableIds).map((piece) => cassandra.rows(cql, [profileId, piece])))).flat();

  return {
    async addToWatchlist(profileId, playableId, atMs) {
      await cassandra.run(ADD, [profileId, playableId, atMs, timestampUs({ atMs })]);
    },

    async removeFromWatchlist(profileId, playableId, atMs) {
      await cassandra.run(REMOVE, [timestampUs({ atMs }), profileId, playableId]);
    },

    async watchlist(profileId) {
      const listed = (await cassandra.rows(LIST, [profileId])).map((row) => {
        const addedAtMs: types.Long = row.added_at_ms;
        const playableId: string = row.playable_id;
        return { playableId, addedAtMs: addedAtMs.toNumber() };
      });
      return listed.toSorted((a, b) => b.addedAtMs - a.addedAtMs || (a.playableId < b.playableId ? -1 : 1));
    },

    async rate(profileId, playableId, { rating, atMs }) {
      await cassandra.run(RATE, [profileId, playableId, rating, timestampUs({ atMs })]);
    },

    async tastes(profileId, playableIds) {
      const [listed, rated] = await Promise.all([rowsOf(LISTED, profileId, playableIds), rowsOf(RATED, profileId, playableIds)]);
      const tastes = new Map<string, Taste>(listed.map((row) => [row.playable_id, { isInWatchlist: true, rating: "NONE" }]));
      for (const row of rated) {
        const playableId: string = row.playable_id;
        const rating: Rating = z.enum(ratings).parse(row.rating);
        if (rating !== "NONE") tastes.set(playableId, { isInWatchlist: tastes.has(playableId), rating });
      }
      return tastes;
    },
  };
}
