import { openRedis } from "@marquee/redis";
import { startOwnCluster, startOwnRedis, type TestRedis, testRedis } from "@marquee/redis/testing";
import { pino } from "pino";
import { afterAll, describe, expect, it, vi } from "vitest";
import { type PubSubUnderTest, pubSubContract } from "./pubsub.contract.ts";
import { redisPubSub } from "./redis.ts";

const logger = pino({ level: "silent" });

function over({ redis, ...test }: TestRedis): PubSubUnderTest {
  const pubSub = redisPubSub(redis, logger);
  return {
    pubSub,
    async [Symbol.asyncDispose]() {
      await pubSub[Symbol.asyncDispose]();
      await test[Symbol.asyncDispose]();
    },
  };
}

pubSubContract("Redis", async () => over(await testRedis()));

describe("on a cluster", async () => {
  const cluster = await startOwnCluster();
  afterAll(() => cluster[Symbol.asyncDispose]());
  pubSubContract("Redis Cluster", async () => over(await testRedis({ REDIS_URL: cluster.urls.join(",") })));

  it("subscribers are woken, and hear again, when the nodes were away", async () => {
    await using redis = await openRedis({ urls: cluster.urls, prefix: "marquee" }, logger);
    await using pubSub = redisPubSub(redis, logger);
    const messages = pubSub.subscribe("a", new AbortController().signal);
    expect((await messages.next()).value).toBeUndefined();
    for (const node of cluster.nodes) await node.kill();
    for (const node of cluster.nodes) await node.start();
    await expectToHear(messages, () => pubSub.publish("a", "again"));
  });
});

describe("over Redis", () => {
  it("one process wakes another, whose subscriptions share one connection", async () => {
    await using server = await startOwnRedis();
    await using here = await openRedis({ urls: [server.url], prefix: "marquee" }, logger);
    await using there = await openRedis({ urls: [server.url], prefix: "marquee" }, logger);
    await using listens = redisPubSub(here, logger);
    await using speaks = redisPubSub(there, logger);
    const signal = new AbortController().signal;
    const readers = Array.from({ length: 50 }, (_, index) => listens.subscribe(`film-${index}`, signal));
    for (const reader of readers) expect((await reader.next()).value).toBeUndefined(); // its subscription holds
    await speaks.publish("film-49", 7);
    expect((await readers[49]?.next())?.value).toBe(7);
    expect(await there.client.clientList()).toHaveLength(3);
    for (const reader of readers) await reader.return?.();
    await vi.waitFor(async () => expect(await there.client.pubSubChannels()).toEqual([]), { timeout: 20_000 });
  });

  it("subscribers are woken once when Redis was away, and hear again; publishing meanwhile fails nobody", async () => {
    await using server = await startOwnRedis();
    await using redis = await openRedis({ urls: [server.url], prefix: "marquee" }, logger);
    await using pubSub = redisPubSub(redis, logger);
    const messages = pubSub.subscribe("a", new AbortController().signal);
    expect((await messages.next()).value).toBeUndefined();
    await server.kill();
    await pubSub.publish("a", "lost");
    const woken = messages.next();
    await server.start();
    expect(await woken).toEqual({ done: false, value: undefined });
    await expectToHear(messages, () => pubSub.publish("a", "again"));
  });
});

async function expectToHear(messages: AsyncIterableIterator<unknown>, speak: () => Promise<void>): Promise<void> {
  let heard: unknown;
  const hearing = (async () => {
    while (heard !== "again") heard = (await messages.next()).value;
  })();
  await vi.waitFor(
    async () => {
      await speak();
      expect(heard).toBe("again");
    },
    { timeout: 30_000, interval: 200 },
  );
  await hearing;
}
