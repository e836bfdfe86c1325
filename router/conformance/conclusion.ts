import type { Examined } from "./examine-cases.ts";
import type { RandomResult } from "./random/compare-at-random.ts";
import { type KnownFault, knownFaults } from "./supergraph.ts";

/** What a run has shown. */
export class Conclusion {
  constructor(
    readonly subject: "ours" | "stock",
    readonly cases: readonly Examined[],
    readonly random: RandomResult,
  ) {}

  get wrongCases(): readonly Examined[] {
    return this.cases.filter(({ finding }) => finding.differences.length > 0);
  }

  /** Whether each known fault of stock showed in one of the cases that are there to show it. */
  get faults(): readonly { readonly fault: KnownFault; readonly isFound: boolean }[] {
    const found = new Set(this.wrongCases.map(({ knownFault }) => knownFault));
    return knownFaults.map((fault) => ({ fault, isFound: found.has(fault) }));
  }

  /** Pairs of features that no random operation had: the comparison says nothing about them. */
  get emptyPairs(): readonly string[] {
    return this.random.operations === 0
      ? []
      : this.random.coverage.counts.filter(([, operations]) => operations === 0).map(([pair]) => pair);
  }

  /** Ours is to be right everywhere; in stock every known fault is to be found, which shows that the suite can see. */
  get isAsItShouldBe(): boolean {
    if (this.subject === "stock") return this.faults.every(({ isFound }) => isFound);
    return this.wrongCases.length === 0 && this.random.wrong.length === 0 && this.emptyPairs.length === 0;
  }
}
