import { federatedSchema, type RunningSubgraph, type ServiceParts, serveSubgraph } from "@marquee/subgraph-server";
import type { MetricsConfig } from "./config.ts";
import { audienceDefinition } from "./domain/definitions.ts";
import { stepMs } from "./domain/rollups/step.ts";
import { writeClock } from "./domain/rollups/write-clock.ts";
import { metricsContext } from "./graphql/context.ts";
import { schemaOptions } from "./graphql/schema.ts";
import { openStores } from "./open-stores.ts";
import { memoryLiveCountStore } from "./stores/memory/live-count-store.ts";
import { memoryLeaseBoard } from "./stores/memory/part-leases.ts";
import { redisLiveCountStore } from "./stores/redis/live-count-store.ts";
import { redisPartLeases } from "./stores/redis/part-leases.ts";
import { startLiveOwner } from "./workers/live-owner.ts";
import { startSweeper } from "./workers/sweeper.ts";

/** Some 30 MB for a part that is full; more viewers than that need more parts. */
const MAX_SESSIONS_PER_PART = 100_000;

/** Starts metrics: its live counts, its sweeper and its GraphQL. Disposing it stops all three and closes what they use. */
export async function startMetrics(
  config: MetricsConfig,
  { logger, eventLog, pubSub, redis, server: listening }: ServiceParts,
): Promise<RunningSubgraph> {
  const { parts, graceMs, lateLimitHours, eventsKeptDays = 90 } = config;
  const minuteRetentionMs = eventsKeptDays * stepMs.DAY;
  await using opened = new AsyncDisposableStack();

  const stores = opened.use(await openStores(config, logger));
  const { viewEvents, rollups, partitionSizes } = stores;
  const liveCounts = opened.use(redis ? redisLiveCountStore({ redis, pubSub, parts, logger }) : memoryLiveCountStore(parts));
  const leases = opened.use(redis ? redisPartLeases(redis, parts) : memoryLeaseBoard(parts).join());
  const owning = { leases, maxSessionsPerPart: MAX_SESSIONS_PER_PART, eventLog, viewEvents, liveCounts, logger };
  const owner = opened.use(startLiveOwner(owning));
  await owner.begun; // else the first sweep would not know which parts are this process's
  const sweeping = { viewEvents, rollups, nowUs: writeClock(), graceMs };
  const sweeper = opened.use(
    startSweeper({ ...sweeping, partsToSweep: () => shareToSweep(owner.parts(), parts), lateLimitHours, minuteRetentionMs, logger }),
  );

  const recounting = { ...sweeping, rawKeptMs: minuteRetentionMs };
  const audiences = { rollups, minuteRetentionMs, definition: audienceDefinition(graceMs, lateLimitHours) };
  const server = opened.use(
    await serveSubgraph({
      name: "metrics",
      schema: federatedSchema(schemaOptions),
      context: (viewer) => metricsContext({ liveCounts, audiences, recounting, partitionSizes }, viewer),
      claimSecret: config.claimSecret,
      port: config.port,
      host: config.host,
      logger,
      server: listening,
      warnings: redis?.problems,
      problems: async () => [...(await stores.problems()), ...sweeper.problems()],
    }),
  );

  const running = opened.move();
  return { ...server, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/** While this process has no share, as for some seconds after a crash, it sweeps all: twice is harmless, and nobody may be left to do it. */
function shareToSweep(share: readonly number[], parts: number): readonly number[] {
  return share.length > 0 ? share : Array.from({ length: parts }, (_, part) => part);
}
