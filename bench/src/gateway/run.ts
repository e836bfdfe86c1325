import { percentile } from "../percentile.ts";
import { type Slot, wrongAnswers } from "./measure.ts";
import type { OperationName } from "./operations.ts";
import type { Sharing } from "./systems.ts";

/** What is measured with each system in turn. */
export interface Case {
  readonly operation: OperationName;
  readonly sharing: Sharing;
  /** Of the subgraphs, before each answer. */
  readonly delayMs: number;
}

/** A figure is null where there is none because the run is void. */
export interface Run extends Case {
  readonly system: string;
  readonly requestsPerSecond: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly cpuSecondsPer1000: number | null;
  readonly subgraphRequestsPerOperation: number | null;
  readonly rssMb: number | null;
  /** How much of their core the generator and the subgraphs took together, 1 being all of it. */
  readonly loadCore: number | null;
  /** Why the run does not count. */
  readonly void?: string;
}

/** How many times as often ours answers, and how much of the other's CPU it takes for an answer. */
export interface Ratio extends Case {
  readonly against: string;
  readonly requestsPerSecond: number;
  readonly cpu: number;
}

/** More of their core, and the generator and the subgraphs hold up what is measured. */
const LOAD_CORE_AT_MOST = 0.8;

/** What is under way at the beginning and at the end counts in one of the two figures alone; equal operations that share come to a tenth or less. */
const NOTHING_SHARED = 0.5;

export function voidRun(system: string, on: Case, reason: string): Run {
  const figures = { requestsPerSecond: null, p50Ms: null, p95Ms: null, p99Ms: null, cpuSecondsPer1000: null, rssMb: null, loadCore: null };
  return { system, ...on, ...figures, subgraphRequestsPerOperation: null, void: reason };
}

/** What was measured of a system in a case. */
export interface Measured {
  readonly slots: Slot[];
  /** What an operation takes by itself: fewer, and some were shared. */
  readonly subgraphRequestsAlone: number;
}

/** What the slots of a system come to together. */
export function runOf(system: string, on: Case, { slots, subgraphRequestsAlone }: Measured): Run {
  const sum = (value: (slot: Slot) => number) => slots.reduce((total, slot) => total + value(slot), 0);
  const times = slots.flatMap(({ results }) => results.flatMap(({ timesMs }) => [...timesMs]));
  const wrong = wrongAnswers(slots.flatMap(({ results }) => results));
  if (times.length === 0) return voidRun(system, on, wrong ?? "nothing was answered in time");
  const of = (share: number) => rounded(percentile(times, share) ?? 0);
  const loadCore = Math.max(...slots.map((slot) => slot.loadCore));
  const requests = sum(({ subgraphRequests }) => subgraphRequests) / times.length;
  const wasShared = on.sharing === "unshared" && requests < subgraphRequestsAlone * NOTHING_SHARED;
  const reason =
    wrong ??
    (loadCore > LOAD_CORE_AT_MOST ? `the load took ${Math.round(loadCore * 100)} % of its core` : undefined) ??
    (wasShared ? `requests were shared: ${rounded(requests)} for an operation that takes ${rounded(subgraphRequestsAlone)}` : undefined);
  return {
    system,
    ...on,
    requestsPerSecond: rounded(times.length / sum(({ seconds }) => seconds)),
    p50Ms: of(0.5),
    p95Ms: of(0.95),
    p99Ms: of(0.99),
    cpuSecondsPer1000: rounded((sum((slot) => slot.cpuSeconds) / times.length) * 1_000),
    subgraphRequestsPerOperation: rounded(requests),
    rssMb: Math.max(...slots.map(({ rssMb }) => rssMb)),
    loadCore: rounded(loadCore),
    ...(reason !== undefined && { void: reason }),
  };
}

/** Ours beside each other system, where both counted. */
export function ratiosOf(runs: readonly Run[]): readonly Ratio[] {
  const counted = runs.filter((run) => run.void === undefined);
  return counted.flatMap((theirs) => {
    const { operation, sharing, delayMs } = theirs;
    const isSameCase = (run: Run) => run.operation === operation && run.sharing === sharing && run.delayMs === delayMs;
    const ours = counted.find((run) => run.system === "ours" && isSameCase(run));
    if (!ours || ours === theirs) return [];
    const ratio = (figure: "requestsPerSecond" | "cpuSecondsPer1000") => rounded((ours[figure] ?? 0) / (theirs[figure] ?? 0));
    return [
      {
        operation,
        sharing,
        delayMs,
        against: theirs.system,
        requestsPerSecond: ratio("requestsPerSecond"),
        cpu: ratio("cpuSecondsPer1000"),
      },
    ];
  });
}

export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
