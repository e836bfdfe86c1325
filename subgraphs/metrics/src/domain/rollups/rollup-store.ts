import type { Counts } from "./counts.ts";
import type { Step } from "./step.ts";

/** What one part of one step of one playable adds up to. */
export interface RollupRow {
  readonly playableId: string;
  /** The step's number since the epoch. */
  readonly at: number;
  readonly part: number;
  readonly counts: Counts;
  /** When the reading that this was computed from began: microseconds since the epoch. Of two, the one read later stays. */
  readonly readAtUs: number;
}

export interface RollupQuery {
  readonly step: Step;
  readonly playableIds: readonly string[];
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

/** What is known of a playable's step: the sum over its parts, or one part's. */
export interface RolledUp {
  readonly playableId: string;
  readonly at: number;
  readonly counts: Counts;
}

/** A stretch of received minutes of a part, both ends included. */
export interface Sweep {
  readonly part: number;
  readonly first: number;
  readonly last: number;
}

/** The roll-ups, modelled as `((playable, hour), minute, part)`: every number is absolute, nothing is read before a write. */
export interface RollupStore {
  readonly parts: number;

  /** Writes rows of different keys; a row that was read earlier than what is stored changes nothing. Resolves when durable. */
  write(step: Step, rows: readonly RollupRow[]): Promise<void>;

  /** The sums over all parts; a step without rows is left out. */
  read(query: RollupQuery): Promise<readonly RolledUp[]>;

  /** The rows of one part; a step without one is left out. */
  readPart(query: RollupQuery, part: number): Promise<readonly RolledUp[]>;

  /** For each part that was ever swept, the last received minute it was swept for, all those before it included. */
  swept(): Promise<ReadonlyMap<number, number>>;

  /** The first received minute that any part was ever swept for; undefined before that. What came earlier was never swept. */
  sweptSince(): Promise<number | undefined>;

  /** Says that a part was swept for these received minutes; what is stored only ever grows, to both sides. */
  advance(sweep: Sweep): Promise<void>;

  /** Deletes the minutes before this one; bounded work a call. Hours and days stay. Returns whether there may be more. */
  expireMinutes(beforeMinute: number): Promise<boolean>;
}
