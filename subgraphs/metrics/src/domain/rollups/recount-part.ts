import type { WindowPart } from "@marquee/view-events";
import { mapBounded } from "../map-bounded.ts";
import { addCounts, type Counts, noCounts } from "./counts.ts";
import type { RollupRow } from "./rollup-store.ts";
import type { SessionSums } from "./session-sums.ts";
import { type Step, stepMs, steps } from "./step.ts";
import { type PartSteps, readStoredSteps, type StepKey, widerStep } from "./stored-steps.ts";
import { countWindow, READS_AT_ONCE, type Sweeping, touchedWindows } from "./sweep-part.ts";
import { lastMarkedMinute } from "./sweep-plan.ts";

export interface Recounting extends Sweeping {
  /** How long after its end a received minute may still be written to. */
  readonly graceMs: number;
  /** How long raw events are kept. */
  readonly rawKeptMs: number;
}

/** A number that is stored otherwise than it comes out: a minute of raw events, an hour of minutes, a day of hours. */
export interface Difference extends StepKey {
  readonly step: Step;
  readonly part: number;
  readonly stored: Counts;
  readonly recounted: Counts;
}

export interface RecountedWindow {
  readonly row: RollupRow;
  readonly stored: Counts;
}

export interface RecountedPart {
  /** Those that could be compared. */
  readonly windows: readonly RecountedWindow[];
  /** Those that nothing can be said of: not swept yet, or written to since. */
  readonly left: readonly WindowPart[];
  /** What differs in these windows, and in the hours and days that they lie in. */
  readonly differences: readonly Difference[];
}

export interface PartToRecount {
  readonly part: number;
  /** Of this part; each once. */
  readonly windows: readonly WindowPart[];
  /** Takes every event that is read. */
  readonly sums: SessionSums;
  /** Ends the reading early; it rejects with its reason. */
  readonly signal: AbortSignal;
}

/**
 * Recomputes windows of one part from raw events, the hours above them from the stored minutes and the days from the stored hours, and
 * compares all with what is stored. It writes nothing.
 */
export async function recountPart(recounting: Recounting, { part, windows, sums, signal }: PartToRecount): Promise<RecountedPart> {
  const { viewEvents, rollups } = recounting;
  // The order is what makes it exact while events arrive. What was marked up to the minute read first is swept and written. Whatever
  // changes an event or a number after that leaves a mark beyond it, and the marks are read last.
  const sweptMinute = (await rollups.swept()).get(part) ?? Number.NEGATIVE_INFINITY;
  if (sweptMinute === Number.NEGATIVE_INFINITY) return { windows: [], left: windows, differences: [] };

  const rows = await mapBounded(windows, READS_AT_ONCE, async (window) => {
    signal.throwIfAborted();
    const { row, events } = await countWindow(recounting, window);
    for (const event of events) sums.add(event);
    return row;
  });
  const stored = await readStoredSteps(rollups, part, windows);
  const marked = { part, first: sweptMinute + 1, last: lastMarkedMinute(Date.now(), recounting.graceMs) };
  const unsettled = unsettledSteps(await touchedWindows(viewEvents, marked));

  const isSettled = (step: Step, key: StepKey) => !unsettled[step].has(keyOf(key));
  const isKnown = (row: RollupRow) => row.at <= sweptMinute && isSettled("MINUTE", row);
  const known = rows.filter(isKnown);
  return {
    windows: known.map((row) => ({ row, stored: stored.at("MINUTE", row) })),
    left: rows.filter((row) => !isKnown(row)).map(({ playableId, at }) => ({ playableId, minute: at, part })),
    differences: steps.flatMap((step) =>
      comingOut(step, known, stored)
        .filter((key) => isSettled(step, key) && !isEqual(key.counts, stored.at(step, key)))
        .map(({ playableId, at, counts }) => ({
          step,
          playableId,
          at,
          part,
          stored: stored.at(step, { playableId, at }),
          recounted: counts,
        })),
    ),
  };
}

/** What the steps come out as that hold these minutes. */
function comingOut(step: Step, minutes: readonly RollupRow[], stored: PartSteps): readonly (StepKey & { readonly counts: Counts })[] {
  if (step === "MINUTE") return minutes;
  const from = step === "HOUR" ? "MINUTE" : "HOUR";
  const wide = new Map(minutes.map((minute) => widerStep(minute, "MINUTE", step)).map((key) => [keyOf(key), key]));
  const ratio = stepMs[step] / stepMs[from];
  return [...wide.values()].map(({ playableId, at }) => {
    const inside = Array.from({ length: ratio }, (_, index) => stored.at(from, { playableId, at: at * ratio + index }));
    return { playableId, at, counts: inside.reduce(addCounts, noCounts) };
  });
}

/** The steps that hold a window which is still to be swept. */
function unsettledSteps(windows: readonly WindowPart[]): Readonly<Record<Step, ReadonlySet<string>>> {
  const minutes = windows.map(({ playableId, minute }) => ({ playableId, at: minute }));
  const of = (step: Step) => new Set(minutes.map((minute) => keyOf(widerStep(minute, "MINUTE", step))));
  return { MINUTE: of("MINUTE"), HOUR: of("HOUR"), DAY: of("DAY") };
}

function keyOf({ playableId, at }: StepKey): string {
  return `${at} ${playableId}`;
}

function isEqual(a: Counts, b: Counts): boolean {
  return a.attempts === b.attempts && a.plays === b.plays && a.views === b.views && a.watchMs === b.watchMs;
}
