import type { PubSub } from "@marquee/pubsub";

/** What the owner of a part knows of it at one moment. */
export interface PartCounts {
  readonly part: number;
  /** Of the lease that the part is counted under. */
  readonly epoch: number;
  /** Every event in the part's log up to this moment is counted. */
  readonly asOfMs: number;
  /** False while the owner had to leave sessions out: the counts are then a lower bound. */
  readonly isExact: boolean;
  /** Sessions being watched, by playable; one that just went to 0 stays for a while, so that who looks on sees it. */
  readonly viewers: ReadonlyMap<string, number>;
  /** The playables whose count may differ from the publication before, gone ones included; undefined for all of them. */
  readonly changed: readonly string[] | undefined;
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

/** A part whose counts are older than this is unknown: its owner is gone, or lost track. Owners publish every second. */
export const STALE_PART_MS = 10_000;

/**
 * Where the owners of parts publish their counts, and readers add them up. What was said of a part stands, with the moment it is of, until
 * something newer is said or it is too old. Nothing in it outlives the log it was counted from.
 */
export interface LiveCountStore extends AsyncDisposable {
  readonly parts: number;

  /** Announces on `channels` what has changed in this process's view, so that a thousand followers cost no more reads than one. */
  readonly changes: Pick<PubSub, "subscribe">;

  /**
   * Says that the part is counted under this epoch from now on, so that who counted it before cannot publish any more.
   *
   * @returns false when a newer epoch has been opened
   */
  open(part: number, epoch: number): Promise<boolean>;

  /**
   * Brings what was said of the part before up to date; the caller has no other publication of the part under way. Rejects when the store
   * cannot take it: how much of it was taken is not known then, so the next one has to say everything.
   *
   * @returns false when a newer epoch has been opened, and nothing was taken
   */
  publish(counts: PartCounts): Promise<boolean>;

  /** The counts of these playables, in their order, over all parts. A playable that nobody watches has 0 viewers. */
  count(playableIds: readonly string[]): Promise<readonly LiveCount[]>;

  /**
   * The playables most watched now, the most watched first, then by id; those that just went to 0 come last.
   *
   * @returns undefined while every part is unknown
   */
  top(first: number): Promise<readonly PlayableCount[] | undefined>;
}
