import type { ViewEventKind } from "@marquee/view-events";

/** Which event a cell was written by: of two, the later one stays, in whatever order they came. */
export interface EventStamp {
  /** The event's time: its session's start plus its `elapsedMs`. */
  readonly atMs: number;
  readonly sessionId: string;
  readonly sequence: number;
  /** Settles a repeat with other content: the one received later stays. */
  readonly receivedAtMs: number;
}

/** Where a profile is in a playable, as an event says it. */
export interface ResumeCell extends EventStamp {
  readonly positionSeconds: number;
  /** Undefined for a channel or when unknown. */
  readonly durationSeconds: number | undefined;
  readonly isFinished: boolean;
}

/** How reports move a profile's place in a playable. */
export interface ResumeChange {
  readonly profileId: string;
  readonly playableId: string;
  readonly cell: ResumeCell | undefined;
  /** The film came to its end and nothing more was watched: it is finished, its resume point stays where it is. */
  readonly ended: EventStamp | undefined;
}

/** One watching in a profile's history; its key is when it started and which session it is. */
export interface WatchingKey {
  readonly startedAtMs: number;
  readonly sessionId: string;
}

/** Names a session in the store: whose it is, when it started and which it is. */
export interface SessionKey extends WatchingKey {
  readonly profileId: string;
}

/** How reports move a watching. */
export interface WatchingChange extends SessionKey {
  readonly playableId: string;
  /** What its latest event says; undefined where nothing was watched, so that there is no watching to show. */
  readonly cell: (EventStamp & { readonly watchedMs: number; readonly positionSeconds: number }) | undefined;
  /** What happened at its latest moment, whether anything was watched or not. */
  readonly latest: EventStamp & { readonly kind: ViewEventKind };
  /** When any of its events was last received; a late one counts too. */
  readonly heardAtMs: number;
}

export interface ResumePoint {
  readonly playableId: string;
  readonly positionSeconds: number;
  readonly durationSeconds: number | undefined;
  readonly isFinished: boolean;
  readonly updatedAtMs: number;
}

export interface Watching extends WatchingKey {
  readonly playableId: string;
  readonly watchedMs: number;
  readonly positionSeconds: number;
}

/** What is known of a session's device. */
export interface LastReport {
  /** When it was last heard of, to the microsecond. */
  readonly receivedAtMs: number;
  /** What its latest moment was, by the session's own clock: a late repeat does not make it play again. */
  readonly kind: ViewEventKind;
}

/** So many titles can be in progress for a profile; older ones are not shown. */
export const IN_PROGRESS_LIMIT = 200;

/**
 * What reports change for a profile, and what it asks for. Modelled on one wide-column partition for each profile and table: every
 * call names its profile, a report's write never reads first, and each cell keeps the greatest stamp, so that late and repeated writes change nothing.
 */
export interface ProfileStore {
  /** Moves resume points and history. At most one change for each key. Resolves when durable; when it rejects, any may have landed. */
  record(resumeChanges: readonly ResumeChange[], watchingChanges: readonly WatchingChange[]): Promise<void>;

  /** The resume points that a profile has among these playables, in no order; hidden ones are left out. */
  resumePoints(profileId: string, playableIds: readonly string[]): Promise<readonly ResumePoint[]>;

  /** What is begun, neither finished nor hidden, the latest first; reads nothing else. At most `IN_PROGRESS_LIMIT`. */
  inProgress(profileId: string, first: number): Promise<readonly ResumePoint[]>;

  /** Hides the resume point of a playable up to that moment; what is watched later shows again. */
  hideResumePoint(profileId: string, playableId: string, untilMs: number): Promise<void>;

  /** Watchings, the latest start first, without removed ones: up to `first` of them after the key. */
  history(profileId: string, first: number, after: WatchingKey | undefined): Promise<readonly Watching[]>;

  /** The last report of each session, in order, undefined where there was none. At most one query for each profile. */
  lastReports(sessions: readonly SessionKey[]): Promise<readonly (LastReport | undefined)[]>;

  /** Hides a watching for good. Returns whether the profile has it (removed before or not). */
  removeWatching(profileId: string, key: WatchingKey): Promise<boolean>;

  /**
   * What raw events call each of the profiles: a name that nothing but this store ties to it, made at the first call and the same ever
   * after. Erased profiles are not in the answer.
   */
  pseudonyms(profileIds: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /**
   * Deletes all that is held of a profile, its pseudonym first of all, so that its raw events are nobody's. Whatever is recorded of it
   * from then on is taken and not kept: a device may go on reporting for as long as its token is good.
   */
  erase(profileId: string): Promise<void>;
}
