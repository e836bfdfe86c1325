import { type Counts, noCounts } from "./ledger.ts";
import { Load, type LoadOptions } from "./load.ts";
import { type Difference, differences, type Reported, reportedOfAll, settledReport, totalsOf } from "./reported.ts";

export type { Availability } from "./availability.ts";
export { Burst, type Stretch } from "./burst.ts";
export type { Habits, Until } from "./device.ts";
export { type FinalAnswer, identityOf, Ledger, type LedgerEntry, type LedgerEvent, minuteOf, type Title } from "./ledger.ts";
export { Load, type LoadOptions } from "./load.ts";
export { type RecountDifference, recountDifferences } from "./recount.ts";
export { type Difference, differences, type Reported } from "./reported.ts";
export type { Mischief } from "./reports.ts";
export { importTitles } from "./titles.ts";

export interface SimulateOptions extends LoadOptions {
  /** How long they watch. */
  readonly seconds: number;
}

export interface Simulated {
  readonly viewers: number;
  readonly seconds: number;
  readonly sent: number;
  readonly acknowledged: number;
  /** Refused for good. */
  readonly refused: number;
  /** Events that were sent twice. */
  readonly duplicates: number;
  /** Seconds in which no event could be acknowledged. */
  readonly unavailableSeconds: number;
  readonly slowestRefusalMs: number;
  readonly ledger: CountsInSeconds;
  readonly reported: CountsInSeconds;
  /** Whether every title, minute and metric is the same in both. */
  readonly equal: boolean;
  /** Where they are not, at most 20. */
  readonly differences: readonly Difference[];
  /** Why events were refused, at most 20. */
  readonly refusals: readonly string[];
}

type CountsInSeconds = Omit<Counts, "watchMs"> & { readonly watchSeconds: number };

const MOST_LISTED = 20;
/** How long after everything was acknowledged the graph may take to count it: a minute's end, the sweep's grace and a late attempt. */
const SETTLING_MS = 150_000;

/** Devices that have watched, and whose every event was answered. */
export interface WatchedRun {
  /**
   * Compares what the graph reports with the ledger.
   *
   * @param patienceMs how long to wait for the windows to close and the last attempts to arrive, should they differ
   */
  compare(patienceMs?: number): Promise<Simulated>;
}

/**
 * Simulated devices against a running graph, through its public API alone, with repeats and reordering, until everything was acknowledged.
 *
 * @throws Refused when the graph takes no simulated devices at all; the signal's reason when it aborts
 */
export async function watch(options: SimulateOptions): Promise<WatchedRun> {
  const { viewers, seconds, progress } = options;
  using load = await Load.prepare(options);
  const { graph, operator, titles, ledger, availability, tally } = load;
  const before = await reportedOfAll(graph, operator, titles, minutesOf(load));
  await load.play({ atMs: Date.now() + seconds * 1_000 });
  progress("waiting for the windows to close");
  return {
    async compare(patienceMs = SETTLING_MS) {
      const now = await settledCounts(load, before, patienceMs);
      const found = differences(ledger, before, now);
      const { entries, acknowledged } = ledger;
      return {
        viewers,
        seconds,
        sent: entries.length,
        acknowledged: acknowledged.length,
        refused: entries.filter(({ answer }) => answer === "REFUSED" || answer === "TOO_LATE").length,
        duplicates: tally.duplicates,
        unavailableSeconds: availability.unavailableSeconds,
        slowestRefusalMs: Math.round(availability.slowestRefusalMs),
        ledger: inSeconds(ledger.totals),
        reported: inSeconds(totalsOf(before, now)),
        equal: found.length === 0,
        differences: found.slice(0, MOST_LISTED),
        refusals: load.complaints,
      };
    },
  };
}

/**
 * What the graph reports, once it has counted everything that was acknowledged before this call.
 *
 * @param before what it reported of the same titles before the run; nothing for titles of its own
 */
export async function settledCounts(
  load: Load,
  before: ReadonlyMap<string, Reported>,
  patienceMs: number,
): Promise<ReadonlyMap<string, Reported>> {
  const { graph, operator, titles, ledger } = load;
  return settledReport({
    graph,
    reader: operator,
    titles,
    minutes: minutesOf(load),
    isEqual: (reported) => differences(ledger, before, reported).length === 0,
    acknowledgedMs: ledger.lastAcknowledgedMs,
    patienceMs,
  });
}

/** Clocks are wrong by an hour at most, so whatever the run left anywhere lies in here. */
const FURTHEST_MINUTES = 61;

function minutesOf({ beganMs }: Load): { readonly from: number; readonly to: number } {
  return { from: Math.floor(beganMs / 60_000) - FURTHEST_MINUTES, to: Math.floor(Date.now() / 60_000) };
}

function inSeconds({ watchMs, ...counts }: Counts = noCounts()): CountsInSeconds {
  return { ...counts, watchSeconds: watchMs / 1000 };
}
