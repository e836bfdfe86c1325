import type { ViewEvent } from "./view-event.ts";

/** One minute of one playable, in one part: the partition that raw events lie in, and what a roll-up is a pure function of. */
export interface WindowPart {
  readonly playableId: string;
  /** `floor((startedAtMs + elapsedMs) / 60_000)` of the events in it. */
  readonly minute: number;
  readonly part: number;
}

/** A window that was written to in a minute of the receiver's clock. */
export interface TouchedWindow extends WindowPart {
  readonly receivedMinute: number;
}

export interface StoredEvent extends ViewEvent {
  /** When the content that is stored now was received, to the microsecond (so a fraction): its write timestamp. */
  readonly receivedAtMs: number;
}

/**
 * Raw view events, the truth that every number is computed from, and the marks that say which windows to compute again.
 * Modelled on wide-column partitions: every read names one partition; a write replaces by its own timestamp; nothing is read before a write.
 *
 * No call waits for ever: a store has time-outs of its own, so that what has not landed seconds after a rejection never will.
 *
 * Order of a writer: `mark` first, then `write`, then acknowledge. So a crash in between leaves a mark too many, never one too few.
 */
export interface ViewEventStore {
  /** The number of parts this store was made with. */
  readonly parts: number;

  /** Marks windows as touched in their received minute; again is the same. Resolves when durable. */
  mark(windows: readonly TouchedWindow[]): Promise<void>;

  /**
   * Writes events; of two with the same identity and minute the one received later stays, in whatever order they land. Resolves when
   * all are durable; when it rejects, any of them may have landed, or may still land.
   */
  write(events: readonly StoredEvent[]): Promise<void>;

  /** The windows of a part that were touched in that minute of the receiver's clock. */
  touched(receivedMinute: number, part: number): Promise<readonly WindowPart[]>;

  /** All events of one window's part, by session, source and sequence. */
  read(window: WindowPart): Promise<readonly StoredEvent[]>;

  /**
   * Deletes raw events and marks of windows older than the minute; bounded work a call. Returns whether there may be more.
   * A store whose engine expires rows by itself does nothing and returns false.
   */
  expire(beforeMinute: number): Promise<boolean>;
}
