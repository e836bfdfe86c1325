/** Where an import stands. The states between `QUEUED` and `READY` are a worker's. */
export type ImportState = "QUEUED" | "PROBING" | "TRANSCODING" | "VERIFYING" | "READY" | "FAILED";

export type PlayableKind = "MOVIE" | "EPISODE";

/** One track of an encode, as a player may choose it. */
export interface Rendition {
  readonly kind: "VIDEO" | "AUDIO" | "TEXT";
  /** RFC 6381. */
  readonly codec: string;
  readonly bitrateKbps: number;
  readonly width?: number;
  readonly height?: number;
  readonly framesPerSecond?: number;
  /** BCP 47. */
  readonly language?: string;
}

/** An import as operators see it. */
export interface ImportJob {
  readonly id: string;
  readonly playableId: string;
  readonly sourceUrl: string;
  /** What the operator called it; absent when it replaces the video of a playable that exists. */
  readonly title?: string;
  readonly state: ImportState;
  /** Of the whole job; never goes down. */
  readonly percent: number;
  /** Why it failed, for an operator. */
  readonly error?: string;
  /** Empty until the job is ready. */
  readonly renditions: readonly Rendition[];
  readonly createdAt: Date;
}

export interface NewImport {
  readonly id: string;
  readonly accountId: string;
  readonly idempotencyKey: string;
  readonly sourceUrl: string;
  readonly playableId: string;
  readonly playableKind: PlayableKind;
  readonly title?: string;
  /** A higher one goes first; jobs of the same one in the order they came. */
  readonly priority: number;
  readonly createdAt: Date;
}

export interface ImportPage {
  readonly jobs: readonly (ImportJob & { readonly cursor: string })[];
  readonly hasNextPage: boolean;
  readonly totalCount: number;
}

export interface ImportJobStore {
  byKey(accountId: string, idempotencyKey: string): Promise<ImportJob | undefined>;
  byId(id: string): Promise<ImportJob | undefined>;
  /** Newest first, beginning after the cursor. An unknown cursor gives `undefined`. */
  page(first: number, after: string | undefined): Promise<ImportPage | undefined>;
  /**
   * Queues a job, and says of its playable that packaging has begun.
   *
   * @returns what the account has under the key now: this job, or the one that was there before, when nothing was added
   */
  add(job: NewImport): Promise<ImportJob>;
}

/** What a worker does with jobs. A lease is taken for a while, prolonged by every report, and lost when its holder falls silent. */
export interface ImportQueue {
  /** Takes the job that is next: one that waits, or one whose holder fell silent. */
  take(leaseId: string): Promise<TakenJob | undefined>;
  /** @returns false when the lease was lost: stop, somebody else has the job */
  report(job: TakenJob, progress: Progress): Promise<boolean>;
  /** Makes the encode the one that new sessions play. @returns false when the lease was lost */
  succeed(job: TakenJob, encode: FinishedEncode): Promise<boolean>;
  /** @returns false when the lease was lost */
  fail(job: TakenJob, error: string): Promise<boolean>;
  /** Puts it back, as if it had not been taken. */
  putBack(job: TakenJob): Promise<void>;
}

export interface TakenJob {
  readonly id: string;
  /** Also the id of the encode that this attempt makes. */
  readonly leaseId: string;
  readonly playableId: string;
  readonly sourceUrl: string;
  /** From 1; counts those that broke off without a word, not those that were put back. */
  readonly attempt: number;
}

export interface Progress {
  readonly state: "PROBING" | "TRANSCODING" | "VERIFYING";
  readonly percent: number;
}

export interface FinishedEncode {
  readonly durationSeconds: number;
  readonly renditions: readonly Rendition[];
}

/** The channel on which a job's changes are told; the message carries nothing. */
export function importChannel(jobId: string): string {
  return `import:${jobId}`;
}

export function isFinished({ state }: Pick<ImportJob, "state">): boolean {
  return state === "READY" || state === "FAILED";
}
