import { addCounts, type Counts, noCounts } from "./counts.ts";
import type { RollupStore } from "./rollup-store.ts";
import { type Step, stepAt, stepMs } from "./step.ts";

/** Steps by their number since the epoch; `end` is exclusive. */
export interface AudienceRange {
  readonly step: Step;
  readonly first: number;
  readonly end: number;
}

export interface AudienceStretch {
  readonly atMs: number;
  /** Absent while it is not known, or not any more. */
  readonly counts: Counts | undefined;
}

export interface Audience {
  readonly totals: AudienceStretch;
  readonly steps: readonly AudienceStretch[];
  readonly asOfMs: number | undefined;
  readonly definition: string;
}

/** The steps that a stretch of time touches. */
export function audienceRange(fromMs: number, toMs: number, step: Step): AudienceRange {
  return { step, first: stepAt(step, fromMs), end: stepAt(step, toMs - 1) + 1 };
}

export interface AudienceReading {
  readonly rollups: RollupStore;
  /** How long minutes are kept. */
  readonly minuteRetentionMs: number;
  readonly definition: string;
}

/** Reads the audiences of several playables over the same range, in their order. */
export async function readAudiences(
  { rollups, minuteRetentionMs, definition }: AudienceReading,
  playableIds: readonly string[],
  range: AudienceRange,
  nowMs: number,
): Promise<readonly Audience[]> {
  const asOfMs = sweptUpTo(await rollups.swept(), rollups.parts);
  const known = knownSteps(range, asOfMs, nowMs - minuteRetentionMs);
  const rows = known.first < known.end ? await rollups.read({ ...known, playableIds }) : [];

  const byPlayable = new Map(playableIds.map((id) => [id, new Map<number, Counts>()]));
  for (const { playableId, at, counts } of rows) byPlayable.get(playableId)?.set(at, counts);
  return playableIds.map((id) => ({ ...laidOut(range, known, byPlayable.get(id) ?? new Map()), asOfMs, definition }));
}

/**
 * Up to when every acknowledged event is counted: the end of the last received minute that every part was swept for.
 *
 * @param swept each part's last swept minute
 * @returns undefined while a part was never swept
 */
export function sweptUpTo(swept: ReadonlyMap<number, number>, parts: number): number | undefined {
  const minutes = Array.from({ length: parts }, (_, part) => swept.get(part) ?? Number.NaN);
  const oldest = Math.min(...minutes);
  return Number.isNaN(oldest) ? undefined : (oldest + 1) * stepMs.MINUTE;
}

/** The steps of the range that begin before `asOf` and have not expired. */
function knownSteps({ step, first, end }: AudienceRange, asOfMs: number | undefined, expiredBeforeMs: number): AudienceRange {
  const kept = step === "MINUTE" ? stepAt(step, expiredBeforeMs) + 1 : Number.NEGATIVE_INFINITY;
  const covered = asOfMs === undefined ? Number.NEGATIVE_INFINITY : stepAt(step, asOfMs - 1) + 1;
  return { step, first: Math.max(first, kept), end: Math.min(end, covered) };
}

function laidOut(range: AudienceRange, known: AudienceRange, counted: ReadonlyMap<number, Counts>): Pick<Audience, "totals" | "steps"> {
  const width = stepMs[range.step];
  const steps = Array.from({ length: range.end - range.first }, (_, index): AudienceStretch => {
    const at = range.first + index;
    const isKnown = at >= known.first && at < known.end;
    return { atMs: at * width, counts: isKnown ? (counted.get(at) ?? noCounts) : undefined };
  });
  // A sum that silently lacked what has expired would be believed; one that ends at `asOf` says so.
  const isWhole = known.first === range.first && known.first < known.end;
  const sum = isWhole ? [...counted.values()].reduce(addCounts, noCounts) : undefined;
  return { totals: { atMs: range.first * width, counts: sum }, steps };
}
