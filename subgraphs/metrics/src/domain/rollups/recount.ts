import { mapBounded } from "../map-bounded.ts";
import { addCounts, type Counts, noCounts } from "./counts.ts";
import { type Difference, type RecountedPart, type Recounting, recountPart } from "./recount-part.ts";
import { SessionSums } from "./session-sums.ts";
import { stepAt, stepMs } from "./step.ts";

const PARTS_AT_ONCE = 4;
/** Raw events leave one by one while a recount reads them: it keeps this far from those that are about to. */
const EXPIRY_MARGIN_MS = 10 * stepMs.MINUTE;

export interface RecountRange {
  readonly playableId: string;
  /** Minutes since the epoch. */
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

export interface Recount {
  /** Sums over what was compared; both undefined where nothing could be. */
  readonly stored: Counts | undefined;
  readonly recounted: Counts | undefined;
  /** Undefined where nothing could be compared. */
  readonly isEqual: boolean | undefined;
  readonly hasExpired: boolean;
  /** How many minutes of the range were compared in all their parts. */
  readonly minutesCompared: number;
  readonly differences: readonly Difference[];
  readonly inconsistentSessionIds: readonly string[];
}

/**
 * The first minute of which nothing has expired: neither its raw events nor, since an hour is the sum of its minutes, any other minute
 * of its hour.
 */
export function firstKeptMinute(nowMs: number, rawKeptMs: number): number {
  return (Math.floor((nowMs - rawKeptMs + EXPIRY_MARGIN_MS) / stepMs.HOUR) + 1) * (stepMs.HOUR / stepMs.MINUTE);
}

/** Recounts a stretch of one playable from its raw events, all parts of all its minutes, whether or not they were ever marked. */
export async function recount(recounting: Recounting, range: RecountRange, signal: AbortSignal): Promise<Recount> {
  const { playableId, first, end } = range;
  if (first < firstKeptMinute(Date.now(), recounting.rawKeptMs)) return expired;
  const begun = Math.min(end, stepAt("MINUTE", Date.now()) + 1);
  const minutes = Array.from({ length: Math.max(0, begun - first) }, (_, index) => first + index);
  const parts = Array.from({ length: recounting.rollups.parts }, (_, part) => part);

  const sums = new SessionSums();
  const recounted = await mapBounded(parts, PARTS_AT_ONCE, (part) => {
    const windows = minutes.map((minute) => ({ playableId, minute, part }));
    return recountPart(recounting, { part, windows, sums, signal });
  });
  return { ...addedUp(recounted, minutes.length), inconsistentSessionIds: sums.inconsistent() };
}

const expired: Recount = {
  stored: undefined,
  recounted: undefined,
  isEqual: undefined,
  hasExpired: true,
  minutesCompared: 0,
  differences: [],
  inconsistentSessionIds: [],
};

function addedUp(parts: readonly RecountedPart[], minutes: number): Omit<Recount, "inconsistentSessionIds"> {
  const windows = parts.flatMap((part) => part.windows);
  const differences = parts.flatMap((part) => part.differences);
  const leftMinutes = new Set(parts.flatMap(({ left }) => left.map(({ minute }) => minute)));
  const sum = (counts: readonly Counts[]) => (windows.length > 0 ? counts.reduce(addCounts, noCounts) : undefined);
  return {
    stored: sum(windows.map(({ stored }) => stored)),
    recounted: sum(windows.map(({ row }) => row.counts)),
    isEqual: windows.length > 0 ? differences.length === 0 : undefined,
    hasExpired: false,
    minutesCompared: minutes - leftMinutes.size,
    differences,
  };
}
