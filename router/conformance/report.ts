import type { Examined } from "./examine-cases.ts";
import { knownFaults } from "./supergraph.ts";

/** A case with what was expected, what came, and what the subgraphs were asked meanwhile. */
export function explained({ supergraph, name, query, variables, troubles, finding }: Examined): string {
  const { differences, expected, received, fetches } = finding;
  return [
    `${supergraph}: ${name}`,
    `  operation  ${query}`,
    ...(variables ? [`  variables  ${JSON.stringify(variables)}`] : []),
    ...(troubles ? [`  troubles   ${JSON.stringify(troubles)}`] : []),
    ...fetches.map(({ subgraph, query: asked, variables: given }) => `  ${subgraph.padEnd(9)}  ${asked} ${JSON.stringify(given)}`),
    `  expected   ${JSON.stringify(expected.data)} errors at ${JSON.stringify(expected.errorPaths)}`,
    `  received   ${JSON.stringify(received.data)} errors ${JSON.stringify(received.errors ?? [])}`,
    ...differences.map((difference) => `  WRONG      ${difference}`),
    "",
  ].join("\n");
}

/** A line for each case that is wrong, one for each known fault, and how many are right. */
export function summary(examined: readonly Examined[]): string {
  const wrong = examined.filter(({ finding }) => finding.differences.length > 0);
  const faults = knownFaults
    .filter((fault) => examined.some(({ knownFault }) => knownFault === fault))
    .map((fault) => `${wrong.some(({ knownFault }) => knownFault === fault) ? "found    " : "not found"}  ${fault}`);
  return [
    ...wrong.map(({ supergraph, name, finding }) => `WRONG  ${supergraph}: ${name}: ${finding.differences.join("; ")}`),
    ...faults,
    `${examined.length - wrong.length} of ${examined.length} cases are right`,
  ].join("\n");
}
