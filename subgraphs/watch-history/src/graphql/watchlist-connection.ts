import { type WatchlistPage, watchlistCursor } from "../domain/watchlist.ts";
import type { WatchlistConnection } from "./taste.ts";

export function toWatchlistConnection({ listed, totalCount, hasNextPage, hasPreviousPage }: WatchlistPage): WatchlistConnection {
  const edges = listed.map((entry) => ({
    node: { playable: { id: entry.playableId }, addedAt: new Date(entry.addedAtMs) },
    cursor: watchlistCursor(entry),
  }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: { hasNextPage, hasPreviousPage, startCursor: edges.at(0)?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount,
  };
}
