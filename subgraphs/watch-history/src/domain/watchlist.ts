import type { Listed, TasteStore } from "./taste-store.ts";

/** So many playables a watchlist holds: it is read as a whole, 100 kB at most. Two devices adding at once may exceed it by one. */
export const WATCHLIST_LIMIT = 1_000;
export const LARGEST_WATCHLIST_PAGE = 100;

export interface WatchlistPage {
  readonly listed: readonly Listed[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** @returns false, having done nothing, when the list is full and the playable is not on it */
export async function addToWatchlist(
  { tastes, nowMs }: { readonly tastes: TasteStore; readonly nowMs: () => number },
  profileId: string,
  playableId: string,
): Promise<boolean> {
  const held = await tastes.watchlist(profileId);
  if (held.length >= WATCHLIST_LIMIT && !held.some((listed) => listed.playableId === playableId)) return false;
  await tastes.addToWatchlist(profileId, playableId, nowMs());
  return true;
}

/** A page of a profile's watchlist, the latest added first, after the one named where there is one. */
export async function watchlistPage(
  tastes: TasteStore,
  profileId: string,
  { first, after }: { readonly first: number; readonly after: Listed | undefined },
): Promise<WatchlistPage> {
  const all = await tastes.watchlist(profileId);
  const following = after ? all.filter((listed) => isBefore(after, listed)) : all;
  return {
    listed: following.slice(0, first),
    totalCount: all.length,
    hasNextPage: following.length > first,
    hasPreviousPage: following.length < all.length,
  };
}

function isBefore(one: Listed, other: Listed): boolean {
  return one.addedAtMs !== other.addedAtMs ? one.addedAtMs > other.addedAtMs : one.playableId < other.playableId;
}

/** An opaque cursor that says where something stands on a watchlist, also when it has left it. */
export function watchlistCursor({ addedAtMs, playableId }: Listed): string {
  return Buffer.from(`${addedAtMs}.${playableId}`).toString("base64url");
}

/** What a cursor says, or undefined when it is none of ours. */
export function parseWatchlistCursor(cursor: string): Listed | undefined {
  const [, addedAt, playableId] = /^(\d{1,15})\.([^\0]{1,200})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (addedAt === undefined || playableId === undefined) return undefined;
  const listed = { addedAtMs: Number(addedAt), playableId };
  return watchlistCursor(listed) === cursor ? listed : undefined;
}
