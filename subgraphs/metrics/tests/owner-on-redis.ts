import type { EventLog } from "@marquee/event-log";
import { redisEventLog } from "@marquee/event-log/redis";
import { createPool } from "@marquee/postgres";
import { redisPubSub } from "@marquee/pubsub/redis";
import { openRedis, type RedisOptions } from "@marquee/redis";
import type { ViewEventStore } from "@marquee/view-events";
import { postgresViewEventStore } from "@marquee/view-events/postgres";
import { pino } from "pino";
import type { LiveCountStore } from "../src/domain/live/live-count-store.ts";
import { redisLiveCountStore } from "../src/stores/redis/live-count-store.ts";
import { redisPartLeases } from "../src/stores/redis/part-leases.ts";
import { type LiveOwner, startLiveOwner } from "../src/workers/live-owner.ts";

export interface OwnerOnRedisOptions {
  readonly redis: RedisOptions;
  readonly databaseUrl: string;
  readonly parts: number;
  readonly ttlMs: number;
}

export interface OwnerOnRedis extends AsyncDisposable {
  readonly owner: LiveOwner;
  readonly eventLog: EventLog;
  readonly viewEvents: ViewEventStore;
  readonly liveCounts: LiveCountStore;
}

/** The live half of a metrics process, put together as the service does it. */
export async function ownerOnRedis({ redis: options, databaseUrl, parts, ttlMs }: OwnerOnRedisOptions): Promise<OwnerOnRedis> {
  const logger = pino({ level: "silent" });
  await using opened = new AsyncDisposableStack();
  const redis = opened.use(await openRedis(options, logger));
  const pool = opened.adopt(createPool(databaseUrl, { max: 4, name: "live owner test" }), (it) => it.end());
  const viewEvents = postgresViewEventStore({ pool, schema: "watch_history", parts });
  const eventLog = opened.use(redisEventLog(redis, logger));
  const pubSub = opened.use(redisPubSub(redis, logger));
  const liveCounts = opened.use(redisLiveCountStore({ redis, pubSub, parts, logger }));
  const leases = opened.use(redisPartLeases(redis, parts, ttlMs));
  const owner = opened.use(startLiveOwner({ leases, maxSessionsPerPart: 10_000, eventLog, viewEvents, liveCounts, logger }));
  const all = opened.move();
  return { owner, eventLog, viewEvents, liveCounts, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
