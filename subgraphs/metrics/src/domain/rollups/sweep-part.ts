import type { ViewEventStore, WindowPart } from "@marquee/view-events";
import { mapBounded } from "../map-bounded.ts";
import { addCounts, type Counts, countEvents, noCounts } from "./counts.ts";
import type { RollupQuery, RollupRow, RollupStore } from "./rollup-store.ts";
import { type Step, stepMs } from "./step.ts";

const READS_AT_ONCE = 8;
/** Windows whose values are held at once before they are written. */
const WINDOWS_AT_ONCE = 500;

export interface Sweeping {
  readonly viewEvents: ViewEventStore;
  readonly rollups: RollupStore;
  /** Microseconds since the epoch, never the same twice. */
  readonly nowUs: () => number;
}

export interface Sweep {
  readonly part: number;
  /** Received minutes, both included; all of them are closed. */
  readonly first: number;
  readonly last: number;
}

/**
 * Recomputes every window of a part that was touched in these received minutes, and the hours and days above them, then says how far
 * the part was swept. Each number is a function of what is stored when it is read, and one read later stays: so it may be done twice,
 * by two processes, in any order, or again after a crash.
 *
 * @returns how many windows were recomputed
 */
export async function sweepPart(sweeping: Sweeping, { part, first, last }: Sweep): Promise<number> {
  const { viewEvents, rollups } = sweeping;
  const minutes = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const touched = await mapBounded(minutes, READS_AT_ONCE, (minute) => viewEvents.touched(minute, part));
  const windows = distinct(touched.flat());

  for (const some of chunks(windows)) {
    const rows = await mapBounded(some, READS_AT_ONCE, (window) => rollUpWindow(sweeping, window));
    await rollups.write("MINUTE", rows);
  }
  const hours = await rollUpAbove(sweeping, { from: "MINUTE", to: "HOUR", part, below: windows.map(toStep) });
  await rollUpAbove(sweeping, { from: "HOUR", to: "DAY", part, below: hours });
  await rollups.advance(part, last);
  return windows.length;
}

async function rollUpWindow({ viewEvents, nowUs }: Sweeping, window: WindowPart): Promise<RollupRow> {
  const readAtUs = nowUs();
  const counts = countEvents(await viewEvents.read(window));
  return { playableId: window.playableId, at: window.minute, part: window.part, counts, readAtUs };
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
    for (const playableIds of chunks([...new Set(inside.map(({ playableId }) => playableId))])) {
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

function toStep({ playableId, minute }: WindowPart): PlayableStep {
  return { playableId, at: minute };
}

function distinct(windows: readonly WindowPart[]): readonly WindowPart[] {
  return [...new Map(windows.map((window) => [`${window.minute} ${window.playableId}`, window])).values()];
}

function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += WINDOWS_AT_ONCE) yield items.slice(start, start + WINDOWS_AT_ONCE);
}
