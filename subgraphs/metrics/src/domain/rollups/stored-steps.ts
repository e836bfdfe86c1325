import type { WindowPart } from "@marquee/view-events";
import { chunksOf } from "../chunks-of.ts";
import { type Counts, noCounts } from "./counts.ts";
import type { RollupStore } from "./rollup-store.ts";
import { type Step, stepMs } from "./step.ts";

const PLAYABLES_AT_ONCE = 500;

export interface StepKey {
  readonly playableId: string;
  /** The step's number since the epoch. */
  readonly at: number;
}

/** What is stored of one part. */
export interface PartSteps {
  /** Nothing where there is no row: a step without one was not watched. */
  at(step: Step, key: StepKey): Counts;
}

/** The wider step that a narrow one lies in. */
export function widerStep({ playableId, at }: StepKey, from: Step, to: Step): StepKey {
  return { playableId, at: Math.floor((at * stepMs[from]) / stepMs[to]) };
}

/** Reads all minutes of the hours that these windows lie in, all hours of their days, and the days. */
export async function readStoredSteps(rollups: RollupStore, part: number, windows: readonly WindowPart[]): Promise<PartSteps> {
  const minutes = windows.map(({ playableId, minute }) => ({ playableId, at: minute }));
  const found = new Map<string, Counts>();
  const readInside = async (step: Step, wide: Step) => {
    const ratio = stepMs[wide] / stepMs[step];
    const byWide = Map.groupBy(minutes, (minute) => widerStep(minute, "MINUTE", wide).at);
    for (const [at, inside] of byWide) {
      for (const playableIds of chunksOf([...new Set(inside.map(({ playableId }) => playableId))], PLAYABLES_AT_ONCE)) {
        const rows = await rollups.readPart({ step, playableIds, first: at * ratio, end: (at + 1) * ratio }, part);
        for (const row of rows) found.set(`${step} ${row.at} ${row.playableId}`, row.counts);
      }
    }
  };
  await readInside("MINUTE", "HOUR");
  await readInside("HOUR", "DAY");
  await readInside("DAY", "DAY");
  return { at: (step, { playableId, at }) => found.get(`${step} ${at} ${playableId}`) ?? noCounts };
}
