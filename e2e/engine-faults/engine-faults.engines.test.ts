import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { enginesToHarm } from "./engines-to-harm.ts";
import { expectAnswers, expectGreen, expectRed } from "./expectations.ts";
import { hangUpAt } from "./hanging-up.ts";
import { HUSH, launch, type ServiceUnderTest, type Subgraph } from "./service-under-test.ts";

const PARTS = 8;
/** Of the same engine, while services run. */
const OUTAGES = 3;
/** Metrics has three connections to Redis, packager two relays. */
const MOST_WHO_MEET_IT = 3;
const LATER = "9999-of-a-later-version";

const engines = await enginesToHarm();
const { postgres, redis, redisCli, keyspace, wayToCassandra, disks, passwords } = engines;
const { cassandra } = keyspace;
const onPostgres: ServiceUnderTest[] = [];
const onCassandra: ServiceUnderTest[] = [];
const all = () => [...onPostgres, ...onCassandra];
const pids = new Map<string, number | undefined>();

afterAll(async () => {
  await Promise.all(all().map((service) => service[Symbol.asyncDispose]()));
  await engines[Symbol.asyncDispose]();
});

const badRedis = (is: string, found: string) => `REDIS_URL: expected a Redis at 127.0.0.1:${redis.port}${is}, but ${found}.`;
const badPostgres = (found: string) => `DATABASE_URL: expected a PostgreSQL that works at ${postgres.host}/graph, but ${found}.`;
const noCassandra = `CASSANDRA_CONTACT_POINTS: expected a Cassandra at 127.0.0.1:${wayToCassandra.port}, but the connection was refused.`;
const theKeyspace = `the keyspace "${cassandra.keyspace}" at 127.0.0.1:${wayToCassandra.port}`;
const laterTables = (owner: string) =>
  `CASSANDRA_KEYSPACE: expected the tables of ${owner} in ${theKeyspace} as this version knows them, but a later version has applied "${LATER}" to them.`;

describe("services that start while an engine is missing or wrong are healthy, not ready, and say what they expected", () => {
  beforeAll(async () => {
    await redisCli(passwords.redis, "CONFIG", "SET", "requirepass", "another");
    const start = async (name: Subgraph) => launch(name, engines.home, { ...engines.variables, VIEW_EVENT_PARTS: String(PARTS) });
    onPostgres.push(await start("users"), await start("catalog"), await start("packager"));
    onCassandra.push(await start("watch-history"), await start("metrics"));
    await vi.waitFor(async () => expect(await Promise.all(all().map((service) => service.isHealthy()))).not.toContain(false), {
      timeout: 90_000,
      interval: 200,
    });
    for (const { name, pid } of all()) pids.set(name, pid);
  });

  it("Redis has another password", async () => {
    await expectRed(all(), badRedis("", 'it answered "WRONGPASS": the user or the password is wrong'));
  });

  it("Redis evicts", async () => {
    await redisCli("another", "CONFIG", "SET", "requirepass", passwords.redis, "maxmemory-policy", "allkeys-lru");
    await expectRed(all(), badRedis(" with maxmemory-policy noeviction", "it is allkeys-lru: it would drop events when it is full"));
  });

  it("Redis' disk is full", async ({ skip }) => {
    if (!disks) return skip("mounting a disk of one's own takes root");
    await disks.redis.fill();
    await redisCli(passwords.redis, "SET", "large", "x".repeat(100_000));
    await vi.waitFor(async () => expect(await redisCli(passwords.redis, "INFO", "persistence")).toContain("aof_last_write_status:err"), {
      timeout: 20_000,
    });
    await redisCli(passwords.redis, "CONFIG", "SET", "maxmemory-policy", "noeviction");
    await expectRed(all(), badRedis(" that keeps what it is given", "it could not write to its append-only file: its disk may be full"));
  });

  it("Redis is a read-only replica", async () => {
    await redisCli(passwords.redis, "REPLICAOF", "127.0.0.1", "1");
    await redisCli(passwords.redis, "CONFIG", "SET", "maxmemory-policy", "noeviction");
    await disks?.redis.free();
    await expectRed(all(), badRedis(" that takes writes", "it is a read-only replica"));
  });

  it("there is no Redis", async () => {
    await redis.kill();
    await expectRed(all(), badRedis("", "the connection was refused"));
  });

  it("there is no PostgreSQL, and no Cassandra", async () => {
    await redis.start();
    await Promise.all([expectRed(onPostgres, badPostgres("the connection was refused")), expectRed(onCassandra, noCassandra)]);
  });

  it("PostgreSQL has another password", async () => {
    await postgres.start();
    await postgres.run("marquee", "CREATE ROLE service LOGIN PASSWORD 'another'");
    await expectRed(onPostgres, badPostgres("the password or the user is wrong"));
  });

  it("PostgreSQL does not have the database", async () => {
    await postgres.run("marquee", `ALTER ROLE service PASSWORD '${passwords.postgres}'`);
    await expectRed(onPostgres, badPostgres("there is no such database"));
  });

  it("PostgreSQL lets them make no schema", async () => {
    await postgres.run("marquee", "CREATE DATABASE graph");
    await expectRed(onPostgres, badPostgres("the user lacks the privilege"));
  });

  it("PostgreSQL can only be read from", async () => {
    await postgres.run("marquee", "ALTER DATABASE graph SET default_transaction_read_only = on", "ALTER DATABASE graph OWNER TO service");
    await expectRed(onPostgres, badPostgres("it can only be read from"));
  });

  it("a later version has changed the schema in PostgreSQL", async () => {
    await postgres.run("graph", "SET default_transaction_read_only = off", ...onPostgres.flatMap(({ name }) => laterSchema(name)));
    await postgres.run("marquee", "ALTER DATABASE graph RESET default_transaction_read_only");
    for (const service of onPostgres) {
      const expected = `a schema "${service.name}" at ${postgres.host}/graph that this version knows`;
      await expectRed([service], `DATABASE_URL: expected ${expected}, but a later one has applied "${LATER}".`);
    }
  });

  it("PostgreSQL's disk is full", async ({ skip }) => {
    if (!disks) return skip("mounting a disk of one's own takes root");
    await postgres.run("graph", "SELECT pg_switch_wal()", "CHECKPOINT"); // the log's next 16 MB are there: what is full is the tables' disk
    await disks.postgres.fill();
    await postgres.run("graph", ...onPostgres.map(({ name }) => `DELETE FROM ${name}.migrations`));
    await expectRed(onPostgres, badPostgres("its disk is full"));
  });

  it("a later version has changed the tables in Cassandra", async () => {
    await laterMigration("view-events");
    await wayToCassandra.open();
    await expectRed(onCassandra, laterTables("view-events"));
  });

  it("the events' owner has not got so far yet", async () => {
    await laterMigration("watch-history");
    await noLaterMigration("view-events");
    const [watchHistory, metrics] = [onCassandra.slice(0, 1), onCassandra.slice(1)];
    await expectRed(watchHistory, laterTables("watch-history"));
    await expectRed(metrics, badParts(`${PARTS} parts of the view events in ${theKeyspace}`, "their owner has not fixed the number yet"));
  });

  it("the events lie in another number of parts", async () => {
    await cassandra.run("INSERT INTO view_event_parts (name, parts) VALUES ('parts', 16)");
    await noLaterMigration("watch-history");
    await expectRed(onCassandra, badParts(`16, in how many parts the view events in ${theKeyspace} lie for good`, `it is ${PARTS}`));
  });
});

describe("once all is right, the same processes", () => {
  it("become ready by themselves", async () => {
    await disks?.postgres.free();
    if (!disks) await postgres.run("graph", ...onPostgres.map(({ name }) => `DELETE FROM ${name}.migrations`));
    await cassandra.run("INSERT INTO view_event_parts (name, parts) VALUES ('parts', ?)", [PARTS]);
    await expectGreen(all());
  });

  it("answer", () => expectAnswers(all()));

  it("have said each thing once", () => {
    for (const { name, lines } of all()) expect(repeated(lines), name).toEqual([]);
  });
});

describe("services whose engine goes away or bad while they run say so, and work again when it is right", () => {
  it("there is no Redis: they go on without it", async () => {
    await redis.kill();
    await expectGreen(all(), /^REDIS_URL: expected a Redis at 127\.0\.0\.1:\d+, but it /);
    await expectAnswers(all());
    await triesAt(redis.port, 40);
    await redis.start();
    await expectGreen(all());
  });

  it("Redis' disk is full: they go on without it", async ({ skip }) => {
    if (!disks) return skip("mounting a disk of one's own takes root");
    await disks.redis.fill();
    await redisCli(passwords.redis, "SET", "large", "x".repeat(100_000));
    await expectGreen(all(), badRedis(" that keeps what it is given", "it could not write to its append-only file: its disk may be full"));
    await expectAnswers(all());
    await disks.redis.free();
    await expectGreen(all());
  });

  it("there is no PostgreSQL", async () => {
    await postgres.stop();
    await expectRed(onPostgres, badPostgres("the connection was refused"));
    await expectGreen(onCassandra);
    await triesAt(postgres.port, 100);
    await postgres.start();
    await expectGreen(all());
    await expectAnswers(onPostgres);
  });

  it("PostgreSQL can only be read from", async () => {
    const anew = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'service'";
    await postgres.run("marquee", "ALTER DATABASE graph SET default_transaction_read_only = on", anew);
    await expectRed(onPostgres, badPostgres("it can only be read from"));
    await postgres.run("marquee", "ALTER DATABASE graph RESET default_transaction_read_only", anew);
    await expectGreen(all());
    await expectAnswers(onPostgres);
  });

  it("PostgreSQL's disk is full", async ({ skip }) => {
    if (!disks) return skip("mounting a disk of one's own takes root");
    await postgres.run("graph", "SELECT pg_switch_wal()", "CHECKPOINT");
    await disks.postgres.fill();
    await expectRed(onPostgres, badPostgres("its disk is full"));
    await disks.postgres.free();
    await expectGreen(all());
    await expectAnswers(onPostgres);
  });

  it("there is no Cassandra", async () => {
    await wayToCassandra.cut();
    await expectRed(onCassandra, /^CASSANDRA_CONTACT_POINTS: expected a Cassandra at 127\.0\.0\.1:\d+, but /);
    await expectGreen(onPostgres);
    await wayToCassandra.open();
    await expectGreen(all());
    await expectAnswers(onCassandra);
  });

  it("each outage was logged when it began, by each part of a service that met it", () => {
    for (const { name, lines } of all()) expect(mostRepeated(lines), name).toBeLessThanOrEqual(OUTAGES * MOST_WHO_MEET_IT);
  });

  it("no process ended in all that time", () => {
    for (const { name, pid } of all()) expect(pid, name).toBe(pids.get(name));
  });

  it("no secret was printed in all that time", () => {
    for (const { name, lines } of all())
      expect(
        lines.filter((line) => line.includes(HUSH)),
        name,
      ).toEqual([]);
  });
});

/** Waits until they have tried so often, while whoever listens there hangs up. */
async function triesAt(port: number, count: number): Promise<void> {
  await using somebody = await hangUpAt(port);
  await vi.waitFor(() => expect(somebody.calls).toBeGreaterThan(count), { timeout: 40_000, interval: 100 });
}

function badParts(expected: string, found: string): string {
  return `VIEW_EVENT_PARTS: expected ${expected}, but ${found}.`;
}

async function laterMigration(owner: string): Promise<void> {
  await cassandra.run("INSERT INTO migrations (owner, name, applied_at) VALUES (?, ?, ?)", [owner, LATER, new Date()]);
}

async function noLaterMigration(owner: string): Promise<void> {
  await cassandra.run("DELETE FROM migrations WHERE owner = ? AND name = ?", [owner, LATER]);
}

function laterSchema(name: string): readonly string[] {
  return [
    `CREATE SCHEMA ${name} AUTHORIZATION service`,
    `CREATE TABLE ${name}.migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`,
    `ALTER TABLE ${name}.migrations OWNER TO service`,
    `INSERT INTO ${name}.migrations (name) VALUES ('${LATER}')`,
  ];
}

function mostRepeated(lines: readonly string[]): number {
  const counts = Map.groupBy(lines, (line) => line.replace(/"(time|err|reason)":(\d+|"[^"]*"|\{.*?\}),/g, ""));
  return Math.max(...[...counts.values()].map((same) => same.length));
}

function repeated(lines: readonly string[]): readonly string[] {
  const messages = lines.map((line) => line.replace(/"time":\d+/, ""));
  return messages.filter((message, index) => messages.indexOf(message) !== index);
}
