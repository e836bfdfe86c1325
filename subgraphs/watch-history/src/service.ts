import { federatedSchema, type RunningSubgraph, type ServiceParts, serveSubgraph } from "@marquee/subgraph-server";
import type { ViewEvent } from "@marquee/view-events";
import type { Viewer } from "@marquee/viewer-claim";
import type { WatchHistoryConfig } from "./config.ts";
import { announce } from "./domain/announce.ts";
import { Collector } from "./domain/collector.ts";
import { EventWriter } from "./domain/event-writer.ts";
import { FailureTally } from "./domain/failure-tally.ts";
import { keepEvents } from "./domain/keep-events.ts";
import { Pseudonyms } from "./domain/pseudonyms.ts";
import { receiptClock } from "./domain/receipt-clock.ts";
import { recordAttempts } from "./domain/record-attempts.ts";
import { reportCmcd } from "./domain/report-cmcd.ts";
import { reportPlayback } from "./domain/report-playback.ts";
import { TouchedWindows } from "./domain/touched-windows.ts";
import type { Context } from "./graphql/context.ts";
import { resumePointLoader } from "./graphql/resume-point-loader.ts";
import { schemaOptions } from "./graphql/schema.ts";
import { tasteLoader } from "./graphql/taste-loader.ts";
import { addCmcd } from "./http/cmcd.ts";
import { addLastReports } from "./http/last-reports.ts";
import { addPlaybackStarted } from "./http/playback-started.ts";
import { openStores, type Stores } from "./open-stores.ts";
import { eraseProfiles } from "./workers/erase-profiles.ts";
import { startExpiringEvents } from "./workers/expire-events.ts";

const name = "watch-history";

/** Starts the subgraph. Disposing it answers the reports in hand, then closes what it opened. */
export async function startWatchHistory(config: WatchHistoryConfig, parts: ServiceParts): Promise<RunningSubgraph> {
  const { claimSecret, port, host } = config;
  const { logger, pubSub } = parts;
  await using opened = new AsyncDisposableStack();

  const stores = opened.use(await openStores(config, logger));
  const { profiles, tastes } = stores;
  const keptMs = config.eventsKeptDays * 86_400_000;
  opened.use(startExpiringEvents({ store: stores.events, keptMs, nowMs: Date.now, logger }));
  opened.use(eraseProfiles({ eventLog: parts.eventLog, profiles, logger }));
  const reports = reporting(opened, stores, config, parts);

  const running = await serveSubgraph<Context>({
    name,
    schema: federatedSchema(schemaOptions),
    context: (viewer: Viewer) => ({
      viewer,
      profiles,
      tastes,
      pubSub,
      reportPlayback: reports.report,
      resumePoints: resumePointLoader(profiles, viewer.profileId),
      tasteOf: tasteLoader(tastes, viewer.profileId),
    }),
    claimSecret,
    port,
    host,
    logger,
    server: parts.server,
    problems: stores.problems,
    routes: (app) => {
      addPlaybackStarted(app, { claimSecret, recordAttempts: reports.attempts, logger });
      addLastReports(app, { claimSecret, profiles, logger });
      addCmcd(app, reports.cmcd);
    },
  });
  opened.use(running);
  const all = opened.move();
  return { ...running, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/**
 * Before the stores: 1,000 events under way are a second of one at its limit, and no more than Cassandra's driver is given at once. A report
 * that cannot begin soon is refused before a second has passed; the two times together stay below the router's time-out for a subgraph,
 * so that a device hears it from here.
 */
const storeQueue = { atOnce: 125, calls: 8, limit: 10_000, waitMs: 900, timeoutMs: 8_000 };
/** Before the log, in order; nobody waits for it. */
const logQueue = { atOnce: 2_000, calls: 1, limit: 20_000, waitMs: 5_000, timeoutMs: 8_000 };

/** Everything between a report and its answer: one collector before the stores, one before the log. */
function reporting(
  opened: AsyncDisposableStack,
  { events: store, profiles }: Stores,
  { playbackSecret, lateLimitHours, graceMs }: WatchHistoryConfig,
  { logger, eventLog, pubSub }: ServiceParts,
) {
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
  };
}
