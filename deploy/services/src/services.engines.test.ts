import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testKeyspace } from "@marquee/cassandra/testing";
import { testDatabase } from "@marquee/postgres/testing";
import { testRedis } from "@marquee/redis/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type ServiceProcess, type Services, startServices } from "./index.ts";

describe("the services", () => {
  const opened = new AsyncDisposableStack();
  let home: string;
  let services: Services;
  const lines: string[] = [];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "marquee-services-"));
    const database = opened.use(await testDatabase());
    const keyspace = opened.use(await testKeyspace());
    const redis = opened.use(await testRedis());
    services = await startServices({
      variables: {
        DATABASE_URL: database.url,
        CASSANDRA_CONTACT_POINTS: keyspace.options.contactPoints.join(","),
        CASSANDRA_KEYSPACE: keyspace.options.keyspace,
        REDIS_URL: redis.options.urls.join(","),
        REDIS_PREFIX: redis.options.prefix,
      },
      home,
      port: 0,
      copies: { "watch-history": 2 },
      settings: { catalog: { DEMO: "false" }, packager: { DEMO: "false" } },
      restart: true,
      say: () => {},
      onLine: (service, line) => lines.push(`${service} ${line}`),
    });
  }, 300_000);
  afterAll(async () => {
    const pids = services.processes.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    await services[Symbol.asyncDispose]();
    await opened.disposeAsync();
    await rm(home, { recursive: true });
    for (const pid of pids) expect(() => process.kill(pid, 0), `process ${pid}`).toThrow("ESRCH");
  }, 120_000);

  const processOf = (service: string, copy = 1): ServiceProcess => {
    const found = services.processes.find((process) => process.service === service && process.copy === copy);
    if (!found) throw new Error(`expected a process of ${service}`);
    return found;
  };
  const graph = async (query: string): Promise<unknown> => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${services.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
    return response.json();
  };

  it("are one graph behind one port", async () => {
    expect(services.processes.map(({ service, copy }) => `${service} ${copy}`)).toEqual([
      "users 1",
      "catalog 1",
      "watch-history 1",
      "watch-history 2",
      "metrics 1",
      "packager 1",
      "router 1",
      "edge 1",
    ]);
    expect(new Set(services.processes.map(({ pid }) => pid)).size).toBe(8);
    expect(await graph("{ genres { name } }")).toEqual({ data: { genres: [] } });
    expect((await fetch(`${services.url}/.well-known/jwks.json`)).status).toBe(200);
    expect((await fetch(`${services.url}/media/uploads/film.mp4`, { method: "PUT", body: "film" })).status).toBe(401);
  });

  it("are told their secrets, which stay with the home", async () => {
    const kept: unknown = JSON.parse(await readFile(join(home, "secrets.json"), "utf8"));
    const { CLAIM_SECRET: claimSecret, PLAYBACK_SECRET: playbackSecret, MEDIA_SECRET: mediaSecret } = services.variables;
    expect({ claimSecret, playbackSecret, mediaSecret }).toEqual(kept);
    expect(lines.join("\n")).not.toContain(claimSecret);
  });

  it("start one again that was killed", async () => {
    const users = processOf("users");
    const { pid } = users;
    users.signal("SIGKILL");
    await vi.waitFor(() => expect(users.pid).not.toBe(pid), { timeout: 20_000 });
    await users.start();
    expect(users.pid).not.toBe(pid);
    expect(users.maxRssMb()).toBeGreaterThan(50);
  });

  it("stay one graph while one of two copies is dead", async () => {
    const first = processOf("watch-history");
    const [, origin] = /watch-history=(.*?)\/graphql/.exec(services.variables.SUBGRAPH_URLS ?? "") ?? [];
    const { pid } = first;
    first.signal("SIGKILL");
    await vi.waitFor(() => expect(first.pid).not.toBe(pid), { timeout: 20_000, interval: 5 }); // it is soon started again
    const answers = Array.from({ length: 10 }, () => fetch(`${origin}/healthz`, { headers: { connection: "close" } }));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(10).fill(200));
    await first.start();
    expect(await first.isReady()).toBe(true);
    expect(await processOf("watch-history", 2).isReady()).toBe(true);
  });
});
