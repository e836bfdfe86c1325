import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { viewStream } from "@marquee/events";
import { startOwnCluster, startOwnRedis, testRedis } from "@marquee/redis/testing";
import { partOf } from "@marquee/view-events";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { LEASE_MS } from "../src/domain/live/part-leases.ts";
import { receive } from "./memory-view-event-store.ts";
import { type MetricsDatabase, metricsDatabase } from "./metrics-database.ts";
import { type OwnerOnRedis, type OwnerOnRedisOptions, ownerOnRedis } from "./owner-on-redis.ts";
import { viewEvent } from "./watching.ts";

const PARTS = 8;
const TTL_MS = 2_000;
const sessions = Array.from({ length: 40 }, (_, index) => `session ${index}`);
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

/** Another process that counts, and how many parts it says it holds. */
function startProcess(options: OwnerOnRedisOptions) {
  const file = fileURLToPath(new URL("owner-process.ts", import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", file, JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let held = 0;
  if (child.stdout) createInterface({ input: child.stdout }).on("line", (line) => (held = Number(line)));
  return {
    held: () => held,
    signal: (name: NodeJS.Signals) => child.kill(name),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

describe("processes that share the parts through Redis", () => {
  let database: MetricsDatabase;
  beforeAll(async () => {
    database = await metricsDatabase(PARTS);
  });
  afterAll(() => database[Symbol.asyncDispose]());
  beforeEach(() => database.pool.query("TRUNCATE watch_history.view_events, watch_history.touched_windows"));

  const startedAtMs = Date.now() - 10_000;
  const report = async ({ viewEvents, eventLog }: OwnerOnRedis, ids: readonly string[], change: Parameters<typeof viewEvent>[0] = {}) => {
    const events = ids.map((sessionId) => viewEvent({ sessionId, startedAtMs, elapsedMs: Date.now() - startedAtMs, ...change }));
    await receive(viewEvents, events);
    for (const event of events) {
      await eventLog.append(viewStream(partOf(event.sessionId, PARTS)), [{ key: event.sessionId, value: event }]);
    }
  };
  const count = async ({ liveCounts }: OwnerOnRedis) => (await liveCounts.count(["film"]))[0];

  const asOfMs = async (owner: OwnerOnRedis) => {
    const found = await count(owner);
    return found && "asOfMs" in found ? found.asOfMs : undefined;
  };

  /** Notes every number that is shown as exact until it is told to stop. */
  function watch(owner: OwnerOnRedis) {
    const shown = new Set<number>();
    const timer = setInterval(async () => {
      const found = await count(owner);
      if (found?.precision === "EXACT") shown.add(found.viewers);
    }, 5);
    return { shown, [Symbol.dispose]: () => clearInterval(timer) };
  }

  it("share the work, and take over from one that was killed", async () => {
    await using redis = await testRedis();
    const options = { redis: redis.options, databaseUrl: database.url, parts: PARTS, ttlMs: TTL_MS };
    await using here = await ownerOnRedis(options);
    await using other = startProcess(options);
    await eventually(() => expect([here.owner.parts().length, other.held()]).toEqual([PARTS / 2, PARTS / 2]));
    await report(here, sessions);
    await eventually(async () => expect(await count(here)).toMatchObject({ precision: "EXACT", viewers: 40 }));

    using watched = watch(here);
    other.signal("SIGKILL");
    const killedAtMs = Date.now();
    await eventually(() => expect(here.owner.parts()).toHaveLength(PARTS));
    await eventually(async () => expect(await asOfMs(here)).toBeGreaterThan(killedAtMs));
    expect(Date.now() - killedAtMs).toBeLessThan(6 * TTL_MS);
    await report(here, sessions.slice(0, 10), { sequence: 2, kind: "STOPPED" });
    await eventually(async () => expect(await count(here)).toMatchObject({ precision: "EXACT", viewers: 30 }));
    expect([...watched.shown].filter((viewers) => viewers < 30 || viewers > 40)).toEqual([]);
  });

  it("hear nothing from one that slept past its lease, when it wakes up", async () => {
    await using redis = await testRedis();
    const options = { redis: redis.options, databaseUrl: database.url, parts: PARTS, ttlMs: TTL_MS };
    await using here = await ownerOnRedis(options);
    await using other = startProcess(options);
    await eventually(() => expect([here.owner.parts().length, other.held()]).toEqual([PARTS / 2, PARTS / 2]));
    await report(here, sessions);
    await eventually(async () => expect(await count(here)).toMatchObject({ precision: "EXACT", viewers: 40 }));

    other.signal("SIGSTOP");
    await eventually(() => expect(here.owner.parts()).toHaveLength(PARTS));
    await report(here, sessions.slice(0, 15), { sequence: 2, kind: "STOPPED" });
    await eventually(async () => expect(await count(here)).toMatchObject({ precision: "EXACT", viewers: 25 }));

    using watched = watch(here);
    other.signal("SIGCONT");
    await eventually(() => expect([here.owner.parts().length, other.held()]).toEqual([PARTS / 2, PARTS / 2]));
    await report(here, sessions.slice(15, 20), { sequence: 2, kind: "STOPPED" });
    await eventually(async () => expect(await count(here)).toMatchObject({ precision: "EXACT", viewers: 20 }));
    expect([...watched.shown].filter((viewers) => viewers > 25)).toEqual([]);
  });

  it("count on after all of Redis was lost, and show no wrong number meanwhile", async () => {
    await using server = await startOwnRedis();
    const redis = { urls: [server.url], prefix: "lost" };
    const options = { redis, databaseUrl: database.url, parts: PARTS, ttlMs: LEASE_MS };
    await using here = await ownerOnRedis(options);
    await eventually(() => expect(here.owner.parts()).toHaveLength(PARTS));
    await report(here, sessions);
    await eventually(async () => expect(await count(here)).toMatchObject({ precision: "EXACT", viewers: 40 }));

    using watched = watch(here);
    await server.kill();
    await server.wipe();
    const stopped = sessions
      .slice(0, 15)
      .map((sessionId) => viewEvent({ sessionId, startedAtMs, elapsedMs: Date.now() - startedAtMs, sequence: 2, kind: "STOPPED" }));
    await receive(here.viewEvents, stopped); // acknowledged while the log cannot be reached
    await eventually(async () => expect(await count(here)).toEqual({ precision: "UNKNOWN" }));
    await server.start();
    await eventually(async () => expect(await count(here)).toMatchObject({ precision: "EXACT", viewers: 25 }));
    await report(here, ["one more"]);
    await eventually(async () => expect(await count(here)).toMatchObject({ precision: "EXACT", viewers: 26 }));
    await eventually(() => expect([...watched.shown]).toContain(26)); // it looks by a clock of its own
    expect([...watched.shown].filter((viewers) => ![40, 25, 26].includes(viewers))).toEqual([]);
  });

  it("share the work on a Redis Cluster too", async () => {
    await using cluster = await startOwnCluster();
    const options = { redis: { urls: cluster.urls, prefix: "cluster" }, databaseUrl: database.url, parts: PARTS, ttlMs: TTL_MS };
    await using alice = await ownerOnRedis(options);
    await using bob = await ownerOnRedis(options);
    await eventually(() => expect([alice, bob].map(({ owner }) => owner.parts().length)).toEqual([PARTS / 2, PARTS / 2]));
    await report(alice, sessions);
    for (const owner of [alice, bob]) {
      await eventually(async () => expect(await count(owner)).toMatchObject({ precision: "EXACT", viewers: 40 }));
    }
  });
});
