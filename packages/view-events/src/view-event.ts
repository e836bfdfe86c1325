export const viewEventKinds = ["STARTED", "PLAYING", "PAUSED", "BUFFERING", "SEEKED", "ENDED", "STOPPED", "FAILED"] as const;

/** What a device says happened; `ATTEMPT` is event 0, which packager says. */
export type ViewEventKind = (typeof viewEventKinds)[number] | "ATTEMPT";

/** Who reported it. A session's watch time is counted from the one source chosen at its start. */
export type ViewSource = "SERVER" | "GRAPH" | "CMCD";

/** One moment of a watching. Its identity is `(sessionId, source, sequence)` at its `elapsedMs`. */
export interface ViewEvent {
  readonly sessionId: string;
  readonly source: ViewSource;
  /** 0 for the attempt, from 1 for a device's events. */
  readonly sequence: number;
  readonly kind: ViewEventKind;
  readonly playableId: string;
  readonly profileId: string;
  /** The session's start, milliseconds since the epoch; the event's time is this plus `elapsedMs`. */
  readonly startedAtMs: number;
  readonly elapsedMs: number;
  /** In the film; for a channel, behind its live edge. */
  readonly positionSeconds: number;
  /** Watched since the event before. */
  readonly watchedDeltaMs: number;
  /** Watched in the session so far, this event's delta included. */
  readonly watchedMs: number;
  /** Of the film; null for a channel or when unknown. */
  readonly durationSeconds: number | null;
}
