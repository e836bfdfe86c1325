import type { ServiceParts } from "@marquee/subgraph-server";
import type { ViewEvent } from "@marquee/view-events";
import type { WatchHistoryConfig } from "./config.ts";
import { announce } from "./domain/announce.ts";
import { Collector } from "./domain/collector.ts";
import { EventWriter } from "./domain/event-writer.ts";
import { FailureTally } from "./domain/failure-tally.ts";
import { keepEvents } from "./domain/keep-events.ts";
import { Pseudonyms } from "./domain/pseudonyms.ts";
import { receiptClock } from "./domain/receipt-clock.ts";
import { recordAttempts } from "./domain/record-attempts.ts";
import { type ReportCmcd, reportCmcd } from "./domain/report-cmcd.ts";
import { type ReportPlayback, reportPlayback } from "./domain/report-playback.ts";
import { TouchedWindows } from "./domain/touched-windows.ts";
import { openStores, type Stores } from "./open-stores.ts";

/**
 * Before the stores: 500 events under way are a second of one on a small machine at its limit, and no more than Cassandra's driver is given at once. With
 * more, each waits longer for all the others and none is done sooner. A report that cannot begin soon is refused before a second has passed; the two times together stay below the router's time-out for a subgraph,
 * so that a device hears it from here.
 */
const storeQueue = { atOnce: 125, calls: 4, limit: 10_000, waitMs: 700, timeoutMs: 8_000 };
/** Before the log, in order; nobody waits for it. */
const logQueue = { atOnce: 2_000, calls: 1, limit: 20_000, waitMs: 5_000, timeoutMs: 8_000 };

/** Everything between a report and its answer. Disposing it ends when all that was taken in is kept and told. */
export interface Reporting extends AsyncDisposable {
  readonly report: ReportPlayback;
  readonly cmcd: ReportCmcd;
  /** Makes event 0 of each token durable; returns the places of tokens that are none of ours. */
  readonly attempts: (tokens: readonly string[]) => Promise<readonly number[]>;
}

export type ReportingConfig = Pick<WatchHistoryConfig, "playbackSecret" | "lateLimitHours" | "graceMs">;
export type ReportingParts = Pick<ServiceParts, "logger" | "eventLog" | "pubSub">;

/** Reporting with stores of its own, for whoever wants the domain without its HTTP. */
export async function openReporting(config: WatchHistoryConfig, parts: ReportingParts): Promise<Reporting> {
  await using opened = new AsyncDisposableStack();
  const stores = opened.use(await openStores(config, parts.logger));
  const reporting = opened.use(startReporting(stores, config, parts));
  const all = opened.move();
  return { ...reporting, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** One collector before the stores, one before the log. */
export function startReporting(
  { events: store, profiles }: Pick<Stores, "events" | "profiles">,
  { playbackSecret, lateLimitHours, graceMs }: ReportingConfig,
  { logger, eventLog, pubSub }: ReportingParts,
): Reporting {
  const opened = new AsyncDisposableStack();
  const windows = new TouchedWindows({ store, graceMs, nowMs: Date.now });
  const events = opened.use(new EventWriter({ store, windows, logger }));
  const tellers = opened.use(
    new Collector<ViewEvent>({ ...logQueue, work: (events) => announce({ eventLog, pubSub, parts: store.parts }, events) }),
  );
  const keepers = opened.use(
    new Collector({
      ...storeQueue,
      work: keepEvents.bind(undefined, { events, profiles, pseudonyms: new Pseudonyms(profiles) }),
    }),
  );
  const keep = keepers.submit.bind(keepers);
  const receivedMs = receiptClock(Date.now);
  const unheard = new FailureTally(logger, "the log missed events");
  const tell = (events: readonly ViewEvent[]) => void tellers.submit(events).catch((error: unknown) => unheard.add(error, events.length));
  const failures = new FailureTally(logger, "reported events could not be kept");
  const lateLimitMs = lateLimitHours * 3_600_000;
  const options = { playbackSecret, lateLimitMs, nowMs: Date.now, receivedMs, keep, tell, failures };
  return {
    report: reportPlayback(options),
    cmcd: reportCmcd(options),
    attempts: (tokens: readonly string[]) => recordAttempts({ playbackSecret, receivedMs, keep }, tokens),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
