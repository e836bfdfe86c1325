import type { Examined, RandomResult, Results } from "./examine-all.ts";
import { type KnownFault, knownFaults } from "./supergraph.ts";

/** The planner goes round in circles on a few operations; a router that refuses those, and few others, is safe. */
const MAX_REFUSED = 0.02;

/** What a run has shown. */
export class Conclusion {
  constructor(
    readonly subject: "ours" | "stock",
    readonly results: Results,
  ) {}

  get wrongCases(): readonly Examined[] {
    return this.results.cases.filter(({ finding }) => finding.differences.length > 0);
  }

  /** Whether each known fault of stock showed in one of the cases that are there to show it. */
  get faults(): readonly { readonly fault: KnownFault; readonly isFound: boolean }[] {
    const found = new Set(this.wrongCases.map(({ knownFault }) => knownFault));
    return knownFaults.map((fault) => ({ fault, isFound: found.has(fault) }));
  }

  /** Ours is to be right everywhere; in stock every known fault is to be found, which shows that the suite can see. */
  get isAsItShouldBe(): boolean {
    if (this.subject === "stock") return this.faults.every(({ isFound }) => isFound);
    const { random } = this.results;
    return this.wrongCases.length === 0 && random.every(isFine);
  }
}

function isFine(result: RandomResult): boolean {
  return result.wrong.length === 0 && !isRefusedTooOften(result) && emptyPairs(result).length === 0;
}

export function isRefusedTooOften({ done, refused }: RandomResult): boolean {
  return refused > done * MAX_REFUSED;
}

/** Pairs of features that no operation had: the comparison says nothing about them. */
export function emptyPairs({ coverage }: RandomResult): readonly string[] {
  return coverage.counts.filter(([, operations]) => operations === 0).map(([pair]) => pair);
}
