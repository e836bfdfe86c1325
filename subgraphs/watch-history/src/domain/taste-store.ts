export const ratings = ["LIKE", "DISLIKE", "NONE"] as const;

/** What somebody thinks of a playable; `NONE` is no opinion, or one taken back. */
export type Rating = (typeof ratings)[number];

export interface Listed {
  readonly playableId: string;
  readonly addedAtMs: number;
}

/** What a profile says of one playable. */
export interface Taste {
  readonly isInWatchlist: boolean;
  readonly rating: Rating;
}

/**
 * What a profile wants to watch and what it thinks of what it watched. Of two writes about the same playable the one with the later time
 * stays, in whatever order they arrive; times are whole milliseconds. Nothing is read before a write. An erased profile (`ProfileStore.erase`) takes none.
 */
export interface TasteStore {
  /** Puts a playable on the watchlist, or at its head when it is on it already. */
  addToWatchlist(profileId: string, playableId: string, atMs: number): Promise<void>;

  removeFromWatchlist(profileId: string, playableId: string, atMs: number): Promise<void>;

  /** All of a watchlist, the latest first; equal times by the playable. Its size is its user's to bound. */
  watchlist(profileId: string): Promise<readonly Listed[]>;

  rate(profileId: string, playableId: string, { rating, atMs }: { readonly rating: Rating; readonly atMs: number }): Promise<void>;

  /** What the profile says of each of these playables; those it says nothing of are left out. */
  tastes(profileId: string, playableIds: readonly string[]): Promise<ReadonlyMap<string, Taste>>;
}
