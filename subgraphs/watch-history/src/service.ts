import { federatedSchema, type RunningSubgraph, type ServiceParts, serveSubgraph } from "@marquee/subgraph-server";
import type { Viewer } from "@marquee/viewer-claim";
import type { WatchHistoryConfig } from "./config.ts";
import type { Context } from "./graphql/context.ts";
import { resumePointLoader } from "./graphql/resume-point-loader.ts";
import { schemaOptions } from "./graphql/schema.ts";
import { tasteLoader } from "./graphql/taste-loader.ts";
import { addCmcd } from "./http/cmcd.ts";
import { addLastReports } from "./http/last-reports.ts";
import { addPlaybackStarted } from "./http/playback-started.ts";
import { openStores } from "./open-stores.ts";
import { startReporting } from "./reporting.ts";
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
  const reports = opened.use(startReporting(stores, config, parts));

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
    warnings: parts.redis?.problems,
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
