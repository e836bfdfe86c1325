/** What packager says of a playable's video. */
export interface VideoChange {
  readonly playableId: string;
  readonly kind: "MOVIE" | "EPISODE";
  /** What the operator called a new import; undefined where the playable existed before. */
  readonly title: string | undefined;
  readonly isReady: boolean;
  readonly durationSeconds: number | undefined;
  /** A change that is not newer than the last one is ignored. */
  readonly sequence: number;
  readonly at: Date;
}

/** `created`: a new playable was made of it. `stale`: something newer was known. `unknown`: nothing to hang it on (yet). */
export type VideoOutcome = "applied" | "created" | "stale" | "unknown";

export interface VideoStore {
  /**
   * Takes a change in. Only a video that is ready changes anything: while a replacement is packaged, or has failed, the one before still plays.
   * A ready video of an unknown playable with a title becomes a playable of that name, without a rating, available everywhere: a movie, or
   * an episode that belongs to no series and is found by its id alone.
   */
  videoChanged(change: VideoChange): Promise<VideoOutcome>;
}
