import { openRedis, type Redis } from "@marquee/redis";
import { startOwnCluster, startOwnRedis, testRedis } from "@marquee/redis/testing";
import { pino } from "pino";
import { afterAll, describe, expect, it, vi } from "vitest";
import { eventLogContract } from "../event-log.contract.ts";
import { type EventLog, type LogEntry, LogOverflow } from "../event-log.ts";
import { redisEventLog } from "./redis-event-log.ts";

const logger = pino({ level: "silent" });
const options = { maxEntries: 100, maxPartEntries: 100, retryPausesMs: [0, 0] };

/** A log that ends what it stands on with it. */
async function withItsRedis(redis: Redis, ground: AsyncDisposable): Promise<EventLog> {
  const log = redisEventLog(redis, logger, options);
  return {
    ...log,
    async [Symbol.asyncDispose]() {
      await log[Symbol.asyncDispose]();
      await ground[Symbol.asyncDispose]();
    },
  };
}

eventLogContract("Redis", async () => {
  const test = await testRedis();
  return withItsRedis(test.redis, test);
});

describe("on a cluster", async () => {
  const cluster = await startOwnCluster();
  afterAll(() => cluster[Symbol.asyncDispose]());
  eventLogContract("Redis Cluster", async () => {
    const test = await testRedis({ REDIS_URL: cluster.urls.join(",") });
    return withItsRedis(test.redis, test);
  });
});

const values = (entries: readonly LogEntry[]) => entries.map(({ value }) => value);
const append = (log: EventLog, stream: string, ...all: unknown[]) =>
  log.append(
    stream,
    all.map((value) => ({ key: "k", value })),
  );

describe("a Redis that is killed", () => {
  it("and comes back empty: another generation, readers are told, workers go on", async () => {
    await using server = await startOwnRedis();
    await using redis = await openRedis({ urls: [server.url], prefix: "marquee" }, logger);
    await using log = redisEventLog(redis, logger, options);
    const ending = new AbortController();
    const generation = await log.generation();
    const handled: unknown[] = [];
    await using _ = log.consume(
      "catalog",
      "packager",
      async (entries) => void handled.push(...values(entries)),
      () => {},
    );
    await append(log, "catalog", "before");
    await vi.waitFor(() => expect(handled).toEqual(["before"]), { timeout: 20_000 });
    const entries = log.read("views.1", "oldest", ending.signal);
    await append(log, "views.1", 1, 2, 3);
    expect((await entries.next()).value).toHaveLength(3);
    const next = entries.next();

    await server.kill();
    await server.wipe();
    await expect(append(log, "catalog", "lost")).rejects.toThrow(/Redis at/);
    await expect(log.generation()).rejects.toThrow(/Redis at/);
    await server.start();
    await vi.waitFor(() => append(log, "views.1", 4), { timeout: 20_000 });

    await expect(next).rejects.toBeInstanceOf(LogOverflow);
    expect(await log.generation()).not.toBe(generation);
    await append(log, "catalog", "after");
    await vi.waitFor(() => expect(handled).toEqual(["before", "after"]), { timeout: 20_000 });
    const again = log.read("views.1", "oldest", ending.signal);
    expect(values((await again.next()).value ?? [])).toEqual([4]);
    ending.abort();
  });

  it("and comes back with its files: another generation, readers and workers resume where they were", async () => {
    await using server = await startOwnRedis("--appendfsync", "always");
    await using redis = await openRedis({ urls: [server.url], prefix: "marquee" }, logger);
    await using log = redisEventLog(redis, logger, options);
    const ending = new AbortController();
    const generation = await log.generation();
    const handled: unknown[] = [];
    await using _ = log.consume(
      "catalog",
      "packager",
      async (entries) => void handled.push(...values(entries)),
      () => {},
    );
    const entries = log.read("views.1", "oldest", ending.signal);
    await append(log, "views.1", 1);
    expect(values((await entries.next()).value ?? [])).toEqual([1]);
    const next = entries.next();
    await server.kill();
    await server.start();
    await vi.waitFor(() => append(log, "views.1", 2), { timeout: 20_000 });
    expect(values((await next).value ?? [])).toEqual([2]);
    await append(log, "catalog", "after");
    await vi.waitFor(() => expect(handled).toEqual(["after"]), { timeout: 20_000 });
    expect(await log.generation()).not.toBe(generation);
    ending.abort();
  });
});

describe("a group", () => {
  it("goes on with what a worker had taken that died before it acknowledged it", async () => {
    await using test = await testRedis();
    const key = test.redis.key("s");
    await using log = redisEventLog(test.redis, logger, options);
    await append(log, "s", 1, 2, 3);
    await test.redis.client.xGroupCreate(key, "g", "0-0");
    await test.redis.client.xReadGroup("g", "worker", { key, id: ">" }, { COUNT: 2 }); // and never heard of again
    const handled: unknown[] = [];
    await using _ = log.consume(
      "s",
      "g",
      async (entries) => void handled.push(...values(entries)),
      () => {},
    );
    await vi.waitFor(() => expect(handled).toEqual([1, 2, 3]), { timeout: 20_000 });
    await vi.waitFor(async () => expect(await test.redis.client.xInfoGroups(key)).toMatchObject([{ pending: 0 }]), { timeout: 20_000 });
  });

  it("waits for the lease of a worker that vanished, and then takes over", async () => {
    await using test = await testRedis();
    await using log = redisEventLog(test.redis, logger, options);
    await test.redis.client.set(test.redis.key("s", "active", "g"), "a process that is gone", { expiration: { type: "PX", value: 2_000 } });
    const handled: unknown[] = [];
    await using _ = log.consume(
      "s",
      "g",
      async (entries) => void handled.push(...values(entries)),
      () => {},
    );
    await append(log, "s", 1);
    await vi.waitFor(() => expect(handled).toEqual([1]), { timeout: 20_000 });
  });

  it("has everything published again when messages were dropped before it had them", async () => {
    await using test = await testRedis();
    await using log = redisEventLog(test.redis, logger, options);
    const generation = await log.generation();
    for (let round = 0; round < 5; round += 1) await append(log, "s", ...Array.from({ length: 100 }, (_, index) => index));
    await using _ = log.consume(
      "s",
      "g",
      async () => {},
      () => {},
    );
    await vi.waitFor(async () => expect(await log.generation()).not.toBe(generation), { timeout: 20_000 });
  });

  it("lets go of what all groups have acknowledged, and of nothing that one has not", async () => {
    await using test = await testRedis();
    const key = test.redis.key("s");
    await using log = redisEventLog(test.redis, logger, { ...options, maxEntries: 10_000 });
    for (let round = 0; round < 5; round += 1) await append(log, "s", ...Array.from({ length: 100 }, (_, index) => index));
    await test.redis.client.xGroupCreate(key, "slow", "0-0");
    {
      let handled = 0;
      await using _ = log.consume(
        "s",
        "fast",
        async (entries) => {
          handled += entries.length;
        },
        () => {},
      );
      await vi.waitFor(() => expect(handled).toBe(500), { timeout: 20_000 });
    }
    expect(await test.redis.client.xLen(key)).toBe(500);
    await test.redis.client.xGroupDestroy(key, "slow");
    await using _ = log.consume(
      "s",
      "fast",
      async () => {},
      () => {},
    );
    await vi.waitFor(async () => expect(await test.redis.client.xLen(key)).toBeLessThanOrEqual(100), { timeout: 20_000 });
  });

  it("sets aside what somebody wrote who is no publisher", async () => {
    await using test = await testRedis();
    await using log = redisEventLog(test.redis, logger, options);
    await test.redis.client.xAdd(test.redis.key("s"), "*", { value: "{not json" });
    const handled: unknown[] = [];
    await using _ = log.consume(
      "s",
      "g",
      async (entries) => void handled.push(...values(entries)),
      () => {},
    );
    await vi.waitFor(() => expect(handled).toEqual(["{not json"]), { timeout: 20_000 });
  });
});

describe("a part's stream", () => {
  it("lets go of what is older than some minutes", async () => {
    await using test = await testRedis();
    const key = test.redis.key("views.1");
    await using log = redisEventLog(test.redis, logger, { ...options, maxPartEntries: 10_000, keepPartMs: 200 });
    for (let round = 0; round < 3; round += 1) await append(log, "views.1", ...Array.from({ length: 100 }, (_, index) => index));
    const writtenAtMs = Date.now();
    await vi.waitUntil(() => Date.now() > writtenAtMs + 250);
    await append(log, "views.1", "new");
    expect(await test.redis.client.xLen(key)).toBeLessThan(200);
  });
});

it("sixteen readers share one connection", async () => {
  await using server = await startOwnRedis();
  await using redis = await openRedis({ urls: [server.url], prefix: "marquee" }, logger);
  await using log = redisEventLog(redis, logger, options);
  const ending = new AbortController();
  const waiting = Array.from({ length: 16 }, (_, part) => log.read(`views.${part}`, "now", ending.signal).next());
  await append(log, "views.0", 1);
  await waiting[0];
  expect((await redis.client.clientList()).length).toBe(2);
  ending.abort();
  await Promise.all(waiting);
});
