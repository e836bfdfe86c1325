import { type Conclusion, emptyPairs } from "./conclusion.ts";
import type { Finding } from "./examine.ts";
import type { RandomResult } from "./examine-all.ts";
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
  const { subject, wrongCases, faults } = conclusion;
  const { cases, random } = conclusion.results;
  const table = [...new Set(cases.map(({ supergraph }) => supergraph))].map((name) => {
    const [all = 0, wrong = 0] = [cases, wrongCases].map((list) => list.filter(({ supergraph }) => supergraph === name).length);
    return `${name.padEnd(20)} ${String(all).padStart(4)} cases${wrong > 0 ? `, ${wrong} WRONG` : ""}`;
  });
  return [
    ...random.flatMap(({ wrong }) => wrong.map((each) => explained({ ...each, name: "a random operation, made smaller" }))),
    ...wrongCases.map(({ supergraph, name, finding }) => `WRONG  ${supergraph}: ${name}: ${finding.differences.join("; ")}`),
    "",
    ...table,
    "",
    ...(subject === "stock" ? faults.map(({ fault, isFound }) => `${isFound ? "found    " : "NOT FOUND"}  stock ${fault}`) : []),
    `${cases.length - wrongCases.length} of ${cases.length} cases are right`,
    ...random.flatMap(randomSummary),
  ].join("\n");
}

function randomSummary(result: RandomResult): readonly string[] {
  const { counts } = result.coverage;
  const empty = emptyPairs(result);
  return [
    `${result.done - result.wrong.length - result.refused} of ${result.done} random operations are right, ${result.refused} are refused (--seed ${result.seed} --operations ${result.operations})`,
    `${counts.length - empty.length} of ${counts.length} pairs of features met in an operation; the rarest:`,
    ...counts.slice(0, RAREST).map(([pair, operations]) => `${String(operations).padStart(6)}  ${pair}`),
  ];
}

/** The same for a machine. */
export function reportOf({ subject, results, faults, isAsItShouldBe }: Conclusion): object {
  return {
    subject,
    isAsItShouldBe,
    cases: results.cases.map(({ supergraph, name, knownFault, finding }) => ({
      supergraph,
      name,
      knownFault,
      differences: finding.differences,
    })),
    knownFaults: faults,
    random: results.random.map(({ seed, operations, done, refused, wrong, coverage }) => ({
      seed,
      operations,
      done,
      refused,
      wrong: wrong.map(({ finding, ...question }) => ({ ...question, differences: finding.differences })),
      pairs: Object.fromEntries(coverage.counts),
    })),
  };
}
