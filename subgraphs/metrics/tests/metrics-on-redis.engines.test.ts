import { redisEventLog } from "@marquee/event-log/redis";
import { redisPubSub } from "@marquee/pubsub/redis";
import { openRedis, type RedisOptions } from "@marquee/redis";
import { startOwnRedis, testRedis } from "@marquee/redis/testing";
import type { StoredEvent } from "@marquee/view-events";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { receive } from "./memory-view-event-store.ts";
import { type MetricsDatabase, metricsDatabase } from "./metrics-database.ts";
import { carol, nobody, type RunningMetrics, runningMetrics } from "./running-metrics.ts";
import { viewEvent } from "./watching.ts";

const COUNT = `query ($playables: [_Any!]!) {
  _entities(representations: $playables) { ... on Playable { viewerCount { viewers asOf precision } } }
}`;
const AUDIENCE = `query ($playables: [_Any!]!, $from: DateTime!, $to: DateTime!) {
  _entities(representations: $playables) { ... on Playable { audience(from: $from, to: $to) { totals { views } } } }
}`;
const film = { playables: [{ __typename: "Playable", id: "film" }] };
const logger = pino({ level: "silent" });
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 50 });
const eventNow = (change: Partial<StoredEvent> = {}) => viewEvent({ startedAtMs: Date.now() - 10_000, ...change });

/** A process of metrics that shares Redis with others. */
async function metricsOnRedis(databaseUrl: string, options: RedisOptions): Promise<RunningMetrics> {
  await using opened = new AsyncDisposableStack();
  const redis = opened.use(await openRedis(options, logger));
  const pubSub = opened.use(redisPubSub(redis, logger));
  const running = opened.use(await runningMetrics(databaseUrl, redisEventLog(redis, logger), { redis, pubSub }));
  const all = opened.move();
  return { ...running, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

describe("metrics on Redis", () => {
  let database: MetricsDatabase;
  beforeAll(async () => {
    database = await metricsDatabase(4);
  });
  afterAll(() => database[Symbol.asyncDispose]());
  beforeEach(() => database.pool.query("TRUNCATE watch_history.view_events, watch_history.touched_windows, metrics.swept_parts"));

  const viewerCount = async (metrics: RunningMetrics) => (await metrics.ask(nobody, COUNT, film)).data?._entities;
  const exactly = (viewers: number) => [{ viewerCount: { viewers, precision: "EXACT", asOf: expect.any(String) } }];

  it("answers and pushes the same from each of two processes, whichever of them counts", async () => {
    await using redis = await testRedis();
    await using one = await metricsOnRedis(database.url, redis.options);
    await using two = await metricsOnRedis(database.url, redis.options);
    const subscription = 'subscription { viewerCount(playableId: "film") { viewers precision } }';
    await using first = one.subscribe(nobody, subscription);
    await using second = two.subscribe(nobody, subscription);
    const events = Array.from({ length: 20 }, (_, index) => eventNow({ sessionId: `session ${index}` }));
    await receive(database.viewEvents, events);
    await one.publish(...events);
    for (const metrics of [one, two]) await eventually(async () => expect(await viewerCount(metrics)).toEqual(exactly(20)));
    for (const followed of [first, second]) {
      await eventually(() => expect(followed.told.at(-1)?.data?.viewerCount).toEqual({ viewers: 20, precision: "EXACT" }));
    }
  });

  it("stays ready without Redis, answers for audiences, says that live counts are unknown, and comes back by itself", async () => {
    await using server = await startOwnRedis();
    await using metrics = await metricsOnRedis(database.url, { urls: [server.url], prefix: "ready" });
    await using followed = metrics.subscribe(nobody, 'subscription { viewerCount(playableId: "film") { viewers asOf precision } }');
    const told = () => followed.told.at(-1)?.data?.viewerCount;
    await receive(database.viewEvents, [eventNow()]);
    await metrics.publish(eventNow());
    await eventually(() => expect(told()).toMatchObject({ viewers: 1, precision: "EXACT" }));

    await server.kill();
    const unknown = { viewers: null, asOf: null, precision: "UNKNOWN" };
    await eventually(() => expect(told()).toEqual(unknown));
    expect(await viewerCount(metrics)).toEqual([{ viewerCount: unknown }]);
    expect(await metrics.service.problems()).toEqual([]);
    const range = { from: "2020-01-01T12:00:00.000Z", to: "2020-01-01T13:00:00.000Z" };
    expect((await metrics.ask(carol, AUDIENCE, { ...film, ...range })).data?._entities).toMatchObject([{ audience: { totals: {} } }]);

    await receive(database.viewEvents, [eventNow(), eventNow({ sessionId: "another" })]); // acknowledged, though the log takes nothing
    await server.start();
    await eventually(() => expect(told()).toMatchObject({ viewers: 2, precision: "EXACT" }));
    expect(await viewerCount(metrics)).toEqual(exactly(2));
  });
});
