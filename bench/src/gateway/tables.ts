import type { GatewayFigures } from "./gateway.ts";
import type { Case } from "./run.ts";

/** The figures for people: a table for each operation, then the ratios. */
export function inTables({ runs, ratios, planLookupMicroseconds, plannerDisturbanceMs }: GatewayFigures): string {
  const cases = new Map([...runs, ...ratios].map((each) => [titleOf(each), each]));
  const tables = [...cases.keys()].flatMap((title) => [
    `\n${title}`,
    row(["", "answers/s", "p50 ms", "p95 ms", "p99 ms", "CPU s/1,000", "fetches", "RSS MB", "ours to it", "its CPU"]),
    ...runs
      .filter((run) => titleOf(run) === title)
      .map((run) => {
        const ratio = ratios.find(({ against, ...each }) => against === run.system && titleOf(each) === title);
        const figures = [run.requestsPerSecond, run.p50Ms, run.p95Ms, run.p99Ms, run.cpuSecondsPer1000];
        const cells = [run.system, ...figures, run.subgraphRequestsPerOperation, run.rssMb, ratio?.requestsPerSecond, ratio?.cpu];
        return row(cells) + (run.void === undefined ? "" : `  void: ${run.void.split("\n")[0]?.slice(0, 160)}`);
      }),
  ]);
  const ends = [
    planLookupMicroseconds !== undefined && `\nA plan that is known is found in ${planLookupMicroseconds} µs.`,
    plannerDisturbanceMs !== undefined && `Operations that were never seen add ${plannerDisturbanceMs} ms to the p99 of those that were.`,
  ];
  return [...tables, ...ends.filter((line) => line !== false)].join("\n");
}

function titleOf({ operation, sharing, delayMs }: Case): string {
  return `${operation}, ${sharing}, subgraphs answer after ${delayMs} ms`;
}

function row([name, ...cells]: readonly (string | number | null | undefined)[]): string {
  return [String(name).padEnd(42), ...cells.map((cell) => String(cell ?? "–").padStart(12))].join("");
}
