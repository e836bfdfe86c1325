import { createPool, databaseProblems, migrate } from "@marquee/postgres";
import { federatedSchema, type RunningSubgraph, type ServiceParts, serveSubgraph } from "@marquee/subgraph-server";
import { postgresViewEventStore } from "@marquee/view-events/postgres";
import { migrations } from "../migrations/index.ts";
import type { MetricsConfig } from "./config.ts";
import { audienceDefinition } from "./domain/definitions.ts";
import { stepMs } from "./domain/rollups/step.ts";
import { writeClock } from "./domain/rollups/write-clock.ts";
import { metricsContext } from "./graphql/context.ts";
import { schemaOptions } from "./graphql/schema.ts";
import { memoryLiveCountStore } from "./stores/memory/live-count-store.ts";
import { postgresRollupStore } from "./stores/postgres/rollup-store.ts";
import { startLiveOwner } from "./workers/live-owner.ts";
import { startSweeper } from "./workers/sweeper.ts";

const SCHEMA = "metrics";
const VIEW_EVENT_SCHEMA = "watch_history";
/** Some 30 MB for a part that is full; more viewers than that need more parts. */
const MAX_SESSIONS_PER_PART = 100_000;

/** Starts metrics: its live counts, its sweeper and its GraphQL. Disposing it stops all three and closes what they use. */
export async function startMetrics(
  config: MetricsConfig,
  { logger, eventLog, pubSub, server: listening }: ServiceParts,
): Promise<RunningSubgraph> {
  const { databaseUrl, parts, graceMs, lateLimitHours, eventsKeptDays = 90 } = config;
  const minuteRetentionMs = eventsKeptDays * stepMs.DAY;
  await using opened = new AsyncDisposableStack();

  await migrate({ databaseUrl, schema: SCHEMA, migrations, logger });
  const pool = opened.adopt(createPool(databaseUrl, { max: 10, name: SCHEMA }), (it) => it.end());
  const viewEvents = postgresViewEventStore({ pool, schema: VIEW_EVENT_SCHEMA, parts });
  const rollups = postgresRollupStore(pool, parts);
  const liveCounts = memoryLiveCountStore(parts);

  const ownParts = Array.from({ length: parts }, (_, part) => part);
  opened.use(
    startLiveOwner({ parts: ownParts, maxSessionsPerPart: MAX_SESSIONS_PER_PART, eventLog, viewEvents, liveCounts, pubSub, logger }),
  );
  const sweeper = opened.use(
    startSweeper({ viewEvents, rollups, nowUs: writeClock(), graceMs, lateLimitHours, minuteRetentionMs, logger }),
  );

  const audiences = { rollups, minuteRetentionMs, definition: audienceDefinition(graceMs, lateLimitHours) };
  const server = opened.use(
    await serveSubgraph({
      name: SCHEMA,
      schema: federatedSchema(schemaOptions),
      context: (viewer) => metricsContext({ liveCounts, pubSub, audiences }, viewer),
      claimSecret: config.claimSecret,
      port: config.port,
      host: config.host,
      logger,
      server: listening,
      problems: async () => [...(await databaseProblems(pool, databaseUrl)), ...sweeper.problems()],
    }),
  );

  const running = opened.move();
  return { ...server, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
