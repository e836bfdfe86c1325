import { check, measure } from "./measure.ts";
import { type Case, type Measured, type Run, runOf, voidRun } from "./run.ts";
import type { Bench, Running } from "./surroundings.ts";
import type { Sharing, System } from "./systems.ts";

export interface Comparing {
  readonly bench: Bench;
  readonly systems: readonly System[];
  readonly sharing: Sharing;
  readonly cases: readonly Case[];
  /** Measured for each system and case, over all rounds. */
  readonly seconds: number;
  readonly rounds: number;
  /** Whether operations that are the same for everybody carry a token, too. */
  readonly isAuthenticated: boolean;
  readonly say: (sentence: string) => void;
}

/** Requests under way at any moment; more where each waits for its subgraphs. */
const CONNECTIONS = 50;
const CONNECTIONS_WITH_DELAY = 100;
/** A system compiles itself meanwhile. */
const FIRST_WARM_UP_SECONDS = 4;
const WARM_UP_SECONDS = 1;

/** Starts all systems, and loads them in turn, case by case. */
export async function compare(comparing: Comparing): Promise<readonly Run[]> {
  const { bench, systems, sharing, cases, say } = comparing;
  await using opened = new AsyncDisposableStack();
  const runs: Run[] = [];
  const running: Running[] = [];
  for (const system of systems.filter((system) => cases.some((each) => canAnswer(system, each)))) {
    say(`Starting ${system.name}, ${sharing}`);
    try {
      running.push(opened.use(await bench.start(system, sharing)));
    } catch (error) {
      const reason = `it did not start: ${error instanceof Error ? error.message : error}`;
      say(`${system.name}: ${reason}`);
      runs.push(...cases.map((each) => voidRun(system.name, each, reason)));
    }
  }
  for (const each of cases) {
    await bench.subgraphs.ask({ kind: "delay", delayMs: each.delayMs }, "counted");
    const able = running.filter(({ system }) => canAnswer(system, each));
    const ran = await alternate(comparing, able, each);
    for (const run of ran) say(inWords(run));
    runs.push(...ran);
  }
  return runs;
}

function canAnswer({ operations }: System, { operation }: Case): boolean {
  return operations?.includes(operation) ?? true;
}

async function alternate({ bench, isAuthenticated, rounds, seconds }: Comparing, running: readonly Running[], on: Case) {
  const connections = on.delayMs > 0 ? CONNECTIONS_WITH_DELAY : CONNECTIONS;
  const load = { operation: on.operation, connections, isAuthenticated };
  const measured = new Map<Running, Measured>();
  const runs: Run[] = [];
  for (const system of running) {
    const { wrong, subgraphRequests } = await check(bench, system, load);
    if (wrong === undefined) measured.set(system, { slots: [], subgraphRequestsAlone: subgraphRequests });
    else runs.push(voidRun(system.system.name, on, wrong));
  }
  for (let round = 0; round < rounds; round++) {
    const warmUpSeconds = round === 0 ? FIRST_WARM_UP_SECONDS : WARM_UP_SECONDS;
    for (const [system, { slots }] of measured) {
      slots.push(await measure(bench, system, { loads: [load], warmUpSeconds, seconds: seconds / rounds }));
    }
  }
  return [...runs, ...[...measured].map(([{ system }, each]) => runOf(system.name, on, each))];
}

function inWords(run: Run): string {
  const what = `${run.operation}, ${run.sharing}, ${run.delayMs} ms: ${run.system}`;
  const figures = `${run.requestsPerSecond}/s, ${run.cpuSecondsPer1000} CPU s for 1,000, p99 ${run.p99Ms} ms, load's core ${run.loadCore}`;
  return run.void === undefined ? `${what} ${figures}` : `${what} VOID (${run.void}) ${figures}`;
}
