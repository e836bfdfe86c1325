import type { WindowPart } from "@marquee/view-events";
import { chunksOf } from "../chunks-of.ts";
import { mapBounded } from "../map-bounded.ts";
import { firstKeptMinute } from "./recount.ts";
import { type Difference, type RecountedPart, type Recounting, recountPart } from "./recount-part.ts";
import type { RollupRow } from "./rollup-store.ts";
import { SessionSums } from "./session-sums.ts";
import { type Step, steps } from "./step.ts";
import { widerStep } from "./stored-steps.ts";
import { rollUpHoursAndDays, touchedWindows, WINDOWS_AT_ONCE } from "./sweep-part.ts";
import { lastMarkedMinute } from "./sweep-plan.ts";

const PARTS_AT_ONCE = 4;
/** Received minutes that are worked on together, as in a sweep. */
const MINUTES_AT_ONCE = 60;
/** How many differences and sessions are named; all are counted. */
const NAMED = 1_000;

export interface RecountAllOptions extends Recounting {
  /** How late an event may have come. */
  readonly lateLimitHours: number;
  /** Minutes since the epoch, of what was watched; everything since parts are swept unless given. */
  readonly first?: number | undefined;
  /** Exclusive; up to now unless given. */
  readonly end?: number | undefined;
  /** Only this one. */
  readonly playableId?: string | undefined;
  /** Whether what differs is written anew, with the hours and days above it. */
  readonly isRepair: boolean;
  readonly signal: AbortSignal;
  /** Told now and then how much is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

export interface RecountedAll {
  /** How many windows were compared: minutes of a playable in one part. One that was touched in several hours is compared in each. */
  checked: number;
  /** How many could not be: not counted yet, or again. */
  pending: number;
  /** How many are past the lifetime of their raw events; they are never written. */
  expired: number;
  /** How many numbers differed: minutes, hours and days. */
  differed: number;
  repaired: number;
  /** The first thousand. */
  readonly differing: Difference[];
  readonly inconsistentSessionIds: Set<string>;
}

/**
 * Recounts everything that was ever marked, hour by hour of its receiving, and compares it with what is stored. The marks know of every
 * raw event, also where roll-ups were lost, so that with `isRepair` it rebuilds them.
 */
export async function recountAll(options: RecountAllOptions): Promise<RecountedAll> {
  const { rollups, signal, onProgress } = options;
  const result: RecountedAll = {
    checked: 0,
    pending: 0,
    expired: 0,
    differed: 0,
    repaired: 0,
    differing: [],
    inconsistentSessionIds: new Set(),
  };
  const received = await receivedMinutes(options);
  const parts = Array.from({ length: rollups.parts }, (_, part) => part);
  for (let first = received.first; first <= received.last; first += MINUTES_AT_ONCE) {
    const last = Math.min(received.last, first + MINUTES_AT_ONCE - 1);
    await mapBounded(parts, PARTS_AT_ONCE, async (part) => {
      signal.throwIfAborted();
      await recountTouched(options, result, { part, first, last });
    });
    onProgress?.((last + 1 - received.first) / (received.last + 1 - received.first));
  }
  return result;
}

/** The received minutes that events of the stretch can have come in: a device may be some seconds ahead, and an event late. */
async function receivedMinutes(options: RecountAllOptions): Promise<{ readonly first: number; readonly last: number }> {
  const { rollups, graceMs, rawKeptMs, lateLimitHours, first, end } = options;
  const now = lastMarkedMinute(Date.now(), graceMs);
  const since = first ?? (await rollups.sweptSince()) ?? now;
  return {
    first: Math.max(firstKeptMinute(Date.now(), rawKeptMs), since) - 1,
    last: end === undefined ? now : Math.min(now, end + Math.ceil(lateLimitHours * 60)),
  };
}

interface Touched {
  readonly part: number;
  readonly first: number;
  readonly last: number;
}

async function recountTouched(options: RecountAllOptions, result: RecountedAll, { part, first, last }: Touched): Promise<void> {
  const asked = (await touchedWindows(options.viewEvents, { part, first, last })).filter(
    ({ playableId, minute }) =>
      playableId === (options.playableId ?? playableId) &&
      minute >= (options.first ?? minute) &&
      minute < (options.end ?? Number.POSITIVE_INFINITY),
  );
  const oldest = firstKeptMinute(Date.now(), options.rawKeptMs);
  const windows = asked.filter(({ minute }) => minute >= oldest);
  if (asked.length === 0) return;

  const sums = new SessionSums();
  const recounted = await recountPart(options, { part, windows, sums, signal: options.signal });
  result.checked += recounted.windows.length;
  result.pending += recounted.left.length;
  result.expired += asked.length - windows.length;
  result.differed += recounted.differences.length;
  result.differing.push(...recounted.differences.slice(0, NAMED - result.differing.length));
  for (const sessionId of sums.inconsistent().slice(0, NAMED - result.inconsistentSessionIds.size))
    result.inconsistentSessionIds.add(sessionId);

  if (!options.isRepair || recounted.differences.length === 0) return;
  await repair(options, part, recounted);
  result.repaired += recounted.differences.length;
}

/** Writes what was recounted, stamped with when it was read, so that it yields to whoever counted the window later. */
async function repair(options: RecountAllOptions, part: number, { windows, differences }: RecountedPart): Promise<void> {
  const differing = new Set(differences.map(({ step, at, playableId }) => `${step} ${at} ${playableId}`));
  const isIn = (row: RollupRow, step: Step) => differing.has(`${step} ${widerStep(row, "MINUTE", step).at} ${row.playableId}`);
  const rows = windows.map(({ row }) => row).filter((row) => steps.some((step) => isIn(row, step)));
  for (const some of chunksOf(rows, WINDOWS_AT_ONCE)) await options.rollups.write("MINUTE", some);
  const repaired = rows.map(({ playableId, at }): WindowPart => ({ playableId, minute: at, part }));
  await rollUpHoursAndDays(options, part, repaired);
}
