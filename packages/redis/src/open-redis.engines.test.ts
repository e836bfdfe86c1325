import { execFile } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { promisify } from "node:util";
import { EngineProblem } from "@marquee/settings";
import { pino } from "pino";
import { afterAll, describe, expect, it, vi } from "vitest";
import { openRedis, RedisUnreachable, script } from "./index.ts";
import { startOwnCluster, startOwnRedis, testRedis } from "./testing/index.ts";

const logger = pino({ level: "silent" });
const problemOf = (url: string) =>
  openRedis({ urls: [url], prefix: "marquee" }, logger).then(
    () => undefined,
    (error: unknown) => error,
  );

describe("a Redis that cannot be used is refused, with its host and what is wrong", () => {
  it("because nobody listens there", async () => {
    const problem = await problemOf("redis://alice:hush@127.0.0.1:1");
    expect(problem).toBeInstanceOf(EngineProblem);
    expect(String(problem)).toBe("EngineProblem: REDIS_URL: expected a Redis at 127.0.0.1:1, but the connection was refused.");
  });

  it("because it evicts", async () => {
    await using server = await startOwnRedis("--maxmemory-policy", "allkeys-lru");
    expect(String(await problemOf(server.url))).toMatch(
      /^EngineProblem: REDIS_URL: expected a Redis at 127.0.0.1:\d+ with maxmemory-policy noeviction, but it is allkeys-lru/,
    );
  });

  it("because of its password, which is not repeated", async () => {
    await using server = await startOwnRedis("--requirepass", "right");
    const wrong = await problemOf(server.url.replace("//", "//:wrong@"));
    expect(String(wrong)).toMatch(/WRONGPASS.*the user or the password is wrong/);
    expect(String(wrong)).not.toMatch(/:wrong@/);
    expect(String(await problemOf(server.url))).toMatch(/NOAUTH.*wants a password/);
    await using redis = await openRedis({ urls: [server.url.replace("//", "//:right@")], prefix: "marquee" }, logger);
    expect(await redis.problems()).toEqual([]);
  });

  it("because it is a read-only replica", async () => {
    await using master = await startOwnRedis();
    await using replica = await startOwnRedis("--replicaof", "127.0.0.1", String(master.port));
    expect(String(await problemOf(replica.url))).toMatch(/that takes writes, but it is a read-only replica/);
  });

  it("because too few replicas are in touch with it, or its memory is full", async () => {
    await using server = await startOwnRedis("--min-replicas-to-write", "1");
    expect(String(await problemOf(server.url))).toMatch(/NOREPLICAS.*fewer replicas/);
    await using full = await startOwnRedis("--maxmemory", "1");
    expect(String(await problemOf(full.url))).toMatch(/OOM.*its memory is full/);
  });
});

it("a Redis that can no longer write to its disk says so, and is no problem any more when it can again", async () => {
  await using server = await startOwnRedis("--save", "3600", "1", "--appendonly", "no", "--enable-protected-configs", "yes");
  await using redis = await openRedis({ urls: [server.url], prefix: "marquee" }, logger);
  await redis.client.set("key", "value");
  const directory = `${(await redis.client.configGet("dir")).dir}`;
  await rm(directory, { recursive: true });
  await redis.client.bgSave();
  await vi.waitFor(async () => expect(await redis.problems()).toEqual([expect.stringMatching(/MISCONF.*its disk may be full/)]), {
    timeout: 20_000,
  });
  await expect(redis.client.set("key", "value")).rejects.toThrow(/MISCONF/);
  await mkdir(directory);
  await promisify(execFile)("redis-cli", ["-p", String(server.port), "config", "set", "dir", directory]);
  await redis.client.bgSave();
  await vi.waitFor(async () => expect(await redis.problems()).toEqual([]), { timeout: 20_000 });
});

describe("a Redis that is lost", async () => {
  const server = await startOwnRedis();
  const redis = await openRedis({ urls: [server.url], prefix: "marquee" }, logger);
  afterAll(async () => {
    await redis[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
  const works = () => vi.waitFor(() => redis.client.set("key", "value"), { timeout: 20_000 });

  it("rejects commands at once, says so, and is used again when it is back, under another run id", async () => {
    const runId = await redis.runId();
    expect(await redis.runId()).toBe(runId);
    const again = vi.fn();
    redis.onConnected(again, new AbortController().signal);
    await server.kill();
    await expect(redis.client.get("key")).rejects.toThrow(RedisUnreachable);
    const askedAtMs = Date.now();
    await expect(redis.client.get("key")).rejects.toThrow(/Redis at 127.0.0.1:\d+ cannot be reached now/);
    expect(Date.now() - askedAtMs).toBeLessThan(2_000); // the library alone would have it wait for five seconds
    expect(await redis.problems()).toEqual([expect.stringMatching(/^REDIS_URL: expected a Redis at 127.0.0.1:\d+, but/)]);
    await server.start();
    await works();
    expect(await redis.problems()).toEqual([]);
    expect(again).toHaveBeenCalledTimes(1);
    expect(await redis.runId()).not.toBe(runId);
  });

  it("rejects what a stopped server does not answer, and is used again when it goes on", async () => {
    process.kill(server.pid ?? 0, "SIGSTOP");
    try {
      await expect(redis.client.get("key")).rejects.toThrow(/did not answer within 5 s/);
    } finally {
      process.kill(server.pid ?? 0, "SIGCONT");
    }
    await works();
  });

  it("refuses more commands than can wait for their answers", async () => {
    process.kill(server.pid ?? 0, "SIGSTOP");
    try {
      const commands = Array.from({ length: 10_500 }, () => redis.client.get("key"));
      const refused = await Promise.race(commands.slice(10_001)).catch((error: unknown) => error);
      expect(String(refused)).toMatch(/queue is full/);
      expect((await Promise.allSettled(commands)).every(({ status }) => status === "rejected")).toBe(true);
    } finally {
      process.kill(server.pid ?? 0, "SIGCONT");
    }
    await works();
  });
});

it("a script happens at once, whether the server knows it or not", async () => {
  await using test = await testRedis();
  const addTwice = script("redis.call('INCRBY', KEYS[1], ARGV[1]) return redis.call('INCRBY', KEYS[1], ARGV[1])");
  const keys = [test.redis.key("sum")];
  expect(await addTwice(test.redis.client, { keys, arguments: ["2"] })).toBe(4);
  expect(await addTwice(test.redis.client, { keys, arguments: ["3"] })).toBe(10);
});

it("a test's keys are gone in the end", async () => {
  await using other = await testRedis();
  let key = "";
  {
    await using test = await testRedis();
    key = test.redis.key("films", "tidewater");
    await test.redis.client.set(key, "1");
    expect(await other.redis.client.exists(key)).toBe(1);
  }
  expect(await other.redis.client.exists(key)).toBe(0);
});

describe("a cluster", async () => {
  const cluster = await startOwnCluster();
  afterAll(() => cluster[Symbol.asyncDispose]());
  const open = () => openRedis({ urls: cluster.urls, prefix: "marquee" }, logger);

  it("keeps what belongs together on one node", async () => {
    await using redis = await open();
    const keys = [redis.key("views.1"), redis.key("views.2"), redis.key("views", "lease")];
    const setAll = script("for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1]) end");
    await setAll(redis.client, { keys, arguments: ["here"] });
    expect(await redis.client.mGet(keys)).toEqual(["here", "here", "here"]);
    expect(await redis.problems()).toEqual([]);
  });

  it("names its life by all its nodes", async () => {
    await using redis = await open();
    expect((await redis.runId()).split("+")).toHaveLength(3);
  });

  it("goes on when a node was away, and uses the others until then", async () => {
    await using redis = await open();
    const [gone] = cluster.nodes;
    const names = Array.from({ length: 30 }, (_, index) => redis.key(`name${index}`));
    await Promise.all(names.map((name) => redis.client.set(name, "1")));
    await gone?.kill();
    const results = await Promise.allSettled(names.map((name) => redis.client.get(name)));
    expect(results.some(({ status }) => status === "rejected")).toBe(true);
    expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
    await gone?.start();
    await vi.waitFor(() => Promise.all(names.map((name) => redis.client.set(name, "2"))), { timeout: 20_000, interval: 200 });
    expect(await redis.problems()).toEqual([]);
  });
});
