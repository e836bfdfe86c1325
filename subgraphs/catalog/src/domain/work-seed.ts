import type { Artwork, Credit, Genre, Work } from "./work.ts";

/** A work with all that is said of it, as it comes from a list that was written beforehand. */
export interface WorkSeed extends Work {
  readonly imdbRating: number | undefined;
  readonly imdbVotes: number | undefined;
  readonly genres: readonly Genre[];
  readonly credits: readonly Credit[];
  readonly artwork: readonly Artwork[];
}
