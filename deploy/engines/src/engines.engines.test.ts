import { mkdtemp, rm } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client as CassandraClient } from "cassandra-driver";
import { Client as PostgresClient } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engines, startEngines } from "./index.ts";

/** A set of its own, beside the one that the other tests use. */
describe("the engines", () => {
  let home: string;
  let engines: Engines;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "marquee-engines-"));
    engines = await startEngines({ home, say: () => {} });
  }, 300_000);
  afterAll(async () => {
    await engines[Symbol.asyncDispose]();
    for (const { name, pid } of [engines.postgres, engines.redis, ...engines.cassandra]) expect(pid, name).toBeUndefined();
    await rm(home, { recursive: true });
  });

  it("are others than those that run already", () => {
    for (const name of ["DATABASE_URL", "CASSANDRA_CONTACT_POINTS", "REDIS_URL"]) {
      expect(engines.variables[name]).toBeTruthy();
      expect(engines.variables[name]).not.toBe(process.env[name]);
    }
  });

  it("keep in PostgreSQL what was committed before a SIGKILL, and lose it with the files", async () => {
    await inPostgres("CREATE TABLE kept AS SELECT 1 AS one");
    await engines.postgres.kill();
    expect(engines.postgres.pid).toBeUndefined();
    await engines.postgres.start();
    expect(await inPostgres("SELECT one FROM kept")).toEqual([{ one: 1 }]);

    await engines.postgres.kill();
    await engines.postgres.wipe();
    await engines.postgres.start();
    await expect(inPostgres("SELECT one FROM kept")).rejects.toThrow("does not exist");
  });

  it("have a Redis that would rather refuse than forget, and is empty without its files", async () => {
    expect(await inRedis("CONFIG GET maxmemory-policy")).toContain("noeviction");
    expect(await inRedis("SET kept 1")).toBe("+OK\r\n");
    await engines.redis.stop();
    await engines.redis.start();
    expect(await inRedis("GET kept")).toBe("$1\r\n1\r\n");

    await engines.redis.kill();
    await engines.redis.wipe();
    await engines.redis.start();
    expect(await inRedis("GET kept")).toBe("$-1\r\n");
  });

  it("keep in Cassandra every row that was acknowledged before a SIGKILL", async () => {
    const [node] = engines.cassandra;
    const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
    await inCassandra(`CREATE KEYSPACE kept WITH replication = ${replication}`, "CREATE TABLE kept.rows (id int PRIMARY KEY)");
    const acknowledged = await writeUntilKilled(async () => node?.kill());
    expect(acknowledged.length).toBeGreaterThan(100);
    await node?.start();
    const [{ rows } = { rows: [] }] = await inCassandra("SELECT id FROM kept.rows");
    const found = new Set(rows.map((row) => row.id));
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
  }, 300_000);

  it("let Cassandra's figures be read over HTTP, and nothing be changed", async () => {
    const [url] = engines.variables.CASSANDRA_JOLOKIA_URLS?.split(",") ?? [];
    const ask = async (question: object) => {
      const answer: unknown = await (await fetch(`${url}/`, { method: "POST", body: JSON.stringify(question) })).json();
      return answer;
    };
    const load = { type: "read", mbean: "org.apache.cassandra.metrics:type=Storage,name=Load" };
    expect(await ask(load)).toMatchObject({ status: 200, value: { Count: expect.any(Number) } });
    const service = { type: "exec", mbean: "org.apache.cassandra.db:type=StorageService" };
    expect(await ask({ ...service, operation: "stopDaemon" })).toMatchObject({ status: 403 });
    expect(await ask({ ...service, operation: "forceKeyspaceFlush", arguments: ["kept", []] })).toMatchObject({ status: 200 });
  });

  async function inPostgres(statement: string): Promise<unknown[]> {
    const client = new PostgresClient({ connectionString: engines.variables.DATABASE_URL });
    await client.connect();
    try {
      return (await client.query(statement)).rows;
    } finally {
      await client.end();
    }
  }

  async function inRedis(command: string): Promise<string> {
    const { hostname, port } = new URL(engines.variables.REDIS_URL ?? "");
    const socket = createConnection({ host: hostname, port: Number(port) });
    socket.end(`${command}\r\n`);
    return (await Array.fromAsync(socket)).join("");
  }

  async function inCassandra(...statements: readonly string[]) {
    const client = cassandra();
    try {
      const results = [];
      for (const statement of statements) results.push(await client.execute(statement));
      return results;
    } finally {
      await client.shutdown();
    }
  }

  /** Sixteen writers that write until the node is gone. @returns what was acknowledged */
  async function writeUntilKilled(kill: () => Promise<void> | undefined): Promise<readonly number[]> {
    const client = cassandra();
    const acknowledged: number[] = [];
    let next = 0;
    const writer = async () => {
      for (;;) {
        const id = next++;
        await client.execute("INSERT INTO kept.rows (id) VALUES (?)", [id], { prepare: true });
        acknowledged.push(id);
        if (acknowledged.length === 1_000) void kill();
      }
    };
    await Promise.allSettled(Array.from({ length: 16 }, writer));
    await client.shutdown();
    return acknowledged;
  }

  function cassandra(): CassandraClient {
    const { CASSANDRA_CONTACT_POINTS = "", CASSANDRA_LOCAL_DATACENTER = "" } = engines.variables;
    return new CassandraClient({ contactPoints: CASSANDRA_CONTACT_POINTS.split(","), localDataCenter: CASSANDRA_LOCAL_DATACENTER });
  }
});
