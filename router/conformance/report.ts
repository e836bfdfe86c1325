import type { Conclusion } from "./conclusion.ts";
import type { Finding } from "./examine.ts";
import type { Case } from "./supergraph.ts";

export interface Explainable extends Case {
  readonly supergraph: string;
  readonly finding: Finding;
}

/** An operation with what was expected, what came, and what the subgraphs were asked meanwhile. */
export function explained({ supergraph, name, query, variables, troubles, finding }: Explainable): string {
  const { differences, expected, received, fetches } = finding;
  return [
    `${supergraph}: ${name}`,
    `  operation  ${query.replaceAll(/\s+/g, " ")}`,
    ...(variables ? [`  variables  ${JSON.stringify(variables)}`] : []),
    ...(troubles ? [`  troubles   ${JSON.stringify(troubles)}`] : []),
    ...fetches.map(({ subgraph, query: asked, variables: given }) => `  ${subgraph.padEnd(9)}  ${asked} ${JSON.stringify(given)}`),
    `  expected   ${JSON.stringify(expected.data)} errors at ${JSON.stringify(expected.errorPaths)}`,
    `  received   ${JSON.stringify(received.data)} errors ${JSON.stringify(received.errors ?? [])}`,
    ...differences.map((difference) => `  WRONG      ${difference}`),
    "",
  ].join("\n");
}

/** How many of the rarest pairs are shown. */
const RAREST = 8;

/** For a person: what was wrong, how each supergraph fared, and what the random operations reached. */
export function summary(conclusion: Conclusion): string {
  const { subject, cases, random, wrongCases, faults, emptyPairs } = conclusion;
  const { operations, seed, wrong, coverage } = random;
  const { counts } = coverage;
  const names = [...new Set(cases.map(({ supergraph }) => supergraph))];
  const table = names.map((name) => {
    const [all, failed] = [cases, wrongCases].map((list) => list.filter(({ supergraph }) => supergraph === name).length);
    return `${name.padEnd(20)} ${String(all).padStart(5)} cases ${failed ? `${String(failed).padStart(5)} WRONG` : ""}`;
  });
  return [
    ...wrong.map((each) => explained({ ...each, name: "a random operation, made smaller" })),
    ...wrongCases.map(({ supergraph, name, finding }) => `WRONG  ${supergraph}: ${name}: ${finding.differences.join("; ")}`),
    "",
    ...table,
    "",
    ...(subject === "stock" ? faults.map(({ fault, isFound }) => `${isFound ? "found    " : "NOT FOUND"}  stock ${fault}`) : []),
    `${cases.length - wrongCases.length} of ${cases.length} cases are right`,
    `${operations - wrong.length} of ${operations} random operations are right (--seed ${seed})`,
    ...(operations > 0
      ? [
          `${counts.length - emptyPairs.length} of ${counts.length} pairs of features were together in an operation; the rarest:`,
          ...counts.slice(0, Math.max(RAREST, emptyPairs.length)).map(([pair, times]) => `${String(times).padStart(5)}  ${pair}`),
        ]
      : []),
  ].join("\n");
}

/** The same for a machine. */
export function reportOf({ subject, cases, random, faults, isAsItShouldBe }: Conclusion): object {
  return {
    subject,
    isAsItShouldBe,
    cases: cases.map(({ supergraph, name, knownFault, finding }) => ({ supergraph, name, knownFault, differences: finding.differences })),
    knownFaults: faults,
    random: {
      seed: random.seed,
      operations: random.operations,
      wrong: random.wrong.map(({ supergraph, query, variables, troubles, finding }) => ({
        supergraph,
        query,
        variables,
        troubles,
        differences: finding.differences,
      })),
      pairs: Object.fromEntries(random.coverage.counts),
    },
  };
}
