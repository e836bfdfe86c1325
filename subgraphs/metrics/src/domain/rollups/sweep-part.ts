import type { StoredEvent, ViewEventStore, WindowPart } from "@marquee/view-events";
import { chunksOf } from "../chunks-of.ts";
import { mapBounded } from "../map-bounded.ts";
import { addCounts, type Counts, countEvents, noCounts } from "./counts.ts";
import type { RollupQuery, RollupRow, RollupStore, Sweep } from "./rollup-store.ts";
import { type Step, stepMs } from "./step.ts";

/** Partitions of raw events that are held at once for a part: each is one bounded minute of it. */
export const READS_AT_ONCE = 8;
/** Received minutes whose marks are read at once: small, and mostly there are none. */
const MARKS_AT_ONCE = 32;
/** Windows whose values are held at once before they are written. */
export const WINDOWS_AT_ONCE = 500;

export interface Sweeping {
  readonly viewEvents: ViewEventStore;
  readonly rollups: RollupStore;
  /** Microseconds since the epoch, never the same twice. */
  readonly nowUs: () => number;
}

/**
 * Recomputes every window of a part that was touched in these received minutes, and the hours and days above them, then says how far
 * the part was swept. Each number is a function of what is stored when it is read, and one read later stays: so it may be done twice,
 * by two processes, in any order, or again after a crash.
 *
 * @param sweep received minutes that are closed
 * @returns how many windows were recomputed
 */
export async function sweepPart(sweeping: Sweeping, sweep: Sweep): Promise<number> {
  const { viewEvents, rollups } = sweeping;
  const windows = await touchedWindows(viewEvents, sweep);
  for (const some of chunksOf(windows, WINDOWS_AT_ONCE)) {
    const rows = await mapBounded(some, READS_AT_ONCE, async (window) => (await countWindow(sweeping, window)).row);
    await rollups.write("MINUTE", rows);
  }
  await rollUpHoursAndDays(sweeping, sweep.part, windows);
  await rollups.advance(sweep);
  return windows.length;
}

/** The windows of a part that were touched in these received minutes, each once. */
export async function touchedWindows(viewEvents: ViewEventStore, { part, first, last }: Sweep): Promise<readonly WindowPart[]> {
  const minutes = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  const touched = await mapBounded(minutes, MARKS_AT_ONCE, (minute) => viewEvents.touched(minute, part));
  return [...new Map(touched.flat().map((window) => [`${window.minute} ${window.playableId}`, window])).values()];
}

/** What a window's raw events add up to: the one way in which any number comes about, whether swept, recounted or repaired. */
export async function countWindow(
  { viewEvents, nowUs }: Pick<Sweeping, "viewEvents" | "nowUs">,
  window: WindowPart,
): Promise<{ readonly row: RollupRow; readonly events: readonly StoredEvent[] }> {
  const readAtUs = nowUs();
  const events = await viewEvents.read(window);
  const row = { playableId: window.playableId, at: window.minute, part: window.part, counts: countEvents(events), readAtUs };
  return { row, events };
}

/** Adds up the hours that hold these windows from their stored minutes, and the days from their hours, and writes them. */
export async function rollUpHoursAndDays(sweeping: Sweeping, part: number, windows: readonly WindowPart[]): Promise<void> {
  const minutes = windows.map(({ playableId, minute }) => ({ playableId, at: minute }));
  const hours = await rollUpAbove(sweeping, { from: "MINUTE", to: "HOUR", part, below: minutes });
  await rollUpAbove(sweeping, { from: "HOUR", to: "DAY", part, below: hours });
}

interface PlayableStep {
  readonly playableId: string;
  readonly at: number;
}

interface RollingUp {
  readonly from: Step;
  readonly to: Step;
  readonly part: number;
  /** The narrow steps that changed. */
  readonly below: readonly PlayableStep[];
}

/** Adds up the wider steps that hold the narrow ones, and writes them. Returns the wider steps. */
async function rollUpAbove({ rollups, nowUs }: Sweeping, { from, to, part, below }: RollingUp): Promise<readonly PlayableStep[]> {
  const ratio = stepMs[to] / stepMs[from];
  const byStep = Map.groupBy(below, ({ at }) => Math.floor(at / ratio));
  const above: PlayableStep[] = [];
  for (const [at, inside] of byStep) {
    for (const playableIds of chunksOf([...new Set(inside.map(({ playableId }) => playableId))], WINDOWS_AT_ONCE)) {
      const readAtUs = nowUs();
      const query: RollupQuery = { step: from, playableIds, first: at * ratio, end: (at + 1) * ratio };
      const sums = sumByPlayable(await rollups.readPart(query, part));
      await rollups.write(
        to,
        playableIds.map((playableId) => ({ playableId, at, part, counts: sums.get(playableId) ?? noCounts, readAtUs })),
      );
      above.push(...playableIds.map((playableId) => ({ playableId, at })));
    }
  }
  return above;
}

function sumByPlayable(rows: readonly { readonly playableId: string; readonly counts: Counts }[]): ReadonlyMap<string, Counts> {
  const sums = new Map<string, Counts>();
  for (const { playableId, counts } of rows) sums.set(playableId, addCounts(sums.get(playableId) ?? noCounts, counts));
  return sums;
}
