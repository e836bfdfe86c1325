import { type Finding, startExamination } from "./examine.ts";
import { PairCoverage } from "./random/features.ts";
import { askAtRandom, type WrongOperation } from "./random/random-operations.ts";
import type { StartSubject } from "./subjects/subject.ts";
import type { Case, TestSupergraph } from "./supergraph.ts";
import { supergraphs } from "./supergraphs/all.ts";
import { emptyInterface } from "./supergraphs/empty-interface.ts";
import { market } from "./supergraphs/market.ts";

/** A case, and what became of it. */
export interface Examined extends Case {
  readonly supergraph: string;
  readonly finding: Finding;
}

/** So many random operations, all from one seed. */
export interface RandomRun {
  readonly seed: number;
  readonly operations: number;
}

export interface RandomResult extends RandomRun {
  /** Fewer than asked for, if too many were wrong. */
  readonly done: number;
  readonly wrong: readonly WrongOperation[];
  /** How many the router would not plan. */
  readonly refused: number;
  readonly coverage: PairCoverage;
}

export interface Wanted {
  /** Whether to take a case, by `supergraph: case`; all if omitted. */
  readonly isWanted?: (name: string) => boolean;
  readonly onExamined?: (examined: Examined) => void;
  readonly runs?: readonly RandomRun[];
  /** Told which supergraph is next, and how many random operations are done. */
  readonly onProgress?: (supergraph: string, done: number) => void;
}

export interface Results {
  readonly cases: readonly Examined[];
  /** In the order of the runs that were wanted. */
  readonly random: readonly RandomResult[];
}

/** A run ends after so many wrong operations: making one small takes a while, and they are mostly of a kind. */
const MAX_WRONG = 8;

/** Puts cases and random operations to a subject, which is started once for each supergraph. */
export async function examineAll(startSubject: StartSubject, wanted: Wanted): Promise<Results> {
  const { isWanted = () => true, onExamined, runs = [], onProgress } = wanted;
  const cases: Examined[] = [];
  const random = runs.map((run) => ({ ...run, done: 0, refused: 0, wrong: [] as WrongOperation[], coverage: new PairCoverage() }));
  for (const supergraph of supergraphs) {
    const taken = supergraph.cases.filter(({ name }) => isWanted(`${supergraph.name}: ${name}`));
    if (taken.length === 0 && runs.length === 0) continue;
    onProgress?.(
      supergraph.name,
      random.reduce((sum, { done }) => sum + done, 0),
    );
    await using examination = await startExamination(supergraph, startSubject);
    for (const each of taken) {
      const examined = { ...each, supergraph: supergraph.name, finding: await examination.ask(each) };
      cases.push(examined);
      onExamined?.(examined);
    }
    for (const result of random) {
      const onDone = (outcome: "right" | "refused" | WrongOperation) => {
        result.done += 1;
        if (outcome === "refused") result.refused += 1;
        else if (outcome !== "right") result.wrong.push(outcome);
        return result.wrong.length >= MAX_WRONG;
      };
      if (result.wrong.length >= MAX_WRONG) continue;
      const { seed, coverage } = result;
      await askAtRandom({ supergraph, examination, seed, operations: shareOf(supergraph, result.operations), coverage, onDone });
    }
  }
  return { cases, random };
}

/** Most features are together in one supergraph, which therefore gets half of all; what cannot be answered gets none. */
function shareOf(supergraph: TestSupergraph, operations: number): number {
  if (supergraph === emptyInterface) return 0;
  const half = Math.ceil(operations / 2);
  return supergraph === market ? half : Math.ceil((operations - half) / (supergraphs.length - 2));
}
