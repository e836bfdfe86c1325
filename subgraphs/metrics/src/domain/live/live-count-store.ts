/** What the owner of a part knows of it at one moment. */
export interface PartCounts {
  readonly part: number;
  /** Every event in the part's log up to this moment is counted. */
  readonly asOfMs: number;
  /** False while the owner had to leave sessions out: the counts are then a lower bound. */
  readonly isExact: boolean;
  /** Sessions being watched, by playable; one that just went to 0 stays for a while, so that who looks on sees it. */
  readonly viewers: ReadonlyMap<string, number>;
}

/** A number of viewers, or the honest lack of one. */
export type LiveCount =
  | {
      /** PARTIAL: a part is unknown or left sessions out, so there are at least this many. */
      readonly precision: "EXACT" | "PARTIAL";
      readonly viewers: number;
      /** The oldest known part's. */
      readonly asOfMs: number;
    }
  | { readonly precision: "UNKNOWN" };

export interface PlayableCount {
  readonly playableId: string;
  readonly count: LiveCount;
}

/** A part that nobody has spoken of for this long is unknown: its owner is gone. Owners publish every second. */
export const STALE_PART_MS = 10_000;

/** Where the owners of parts publish their counts, and readers add them up. Nothing in it outlives the log it was counted from. */
export interface LiveCountStore {
  readonly parts: number;

  /** Replaces what was said of the part before. Rejects when the store cannot take it; the next publication makes up for it. */
  publish(counts: PartCounts): Promise<void>;

  /** Makes a part unknown until it is published again: its owner lost track. */
  forget(part: number): Promise<void>;

  /** The counts of these playables, in their order, over all parts. A playable that nobody watches has 0 viewers. */
  count(playableIds: readonly string[]): Promise<readonly LiveCount[]>;

  /**
   * The playables most watched now, the most watched first, then by id; those that just went to 0 come last.
   *
   * @returns undefined while every part is unknown
   */
  top(first: number): Promise<readonly PlayableCount[] | undefined>;
}
