import { EngineProblem } from "@marquee/settings";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCassandra } from "./cassandra.ts";
import { migrateCassandra, requireMigrations } from "./migrate.ts";
import { whileLocked } from "./migration-lock.ts";
import { type TestKeyspace, testKeyspace } from "./testing.ts";

const logger = pino({ level: "silent" });
const first = { name: "001-films", cql: ["CREATE TABLE IF NOT EXISTS films (id text PRIMARY KEY)"] };
const second = { name: "002-names", cql: ["ALTER TABLE films ADD IF NOT EXISTS name text"] };

describe("migrations of Cassandra", () => {
  let test: TestKeyspace;
  beforeAll(async () => {
    test = await testKeyspace();
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it("are named while they are missing", async () => {
    const required = requireMigrations(test.cassandra, "films", [first]);
    await expect(required).rejects.toBeInstanceOf(EngineProblem);
    await expect(required).rejects.toThrow(/tables of films in the keyspace "test_.*, but "001-films" has not been applied/);
  });

  it("are applied once by several processes that start at once", async () => {
    const others = await Promise.all([1, 2, 3].map(() => openCassandra(test.options, logger)));
    const lines: string[] = [];
    const heard = pino({ level: "info" }, { write: (line: string) => void lines.push(line) });
    await Promise.all([test.cassandra, ...others].map((each) => migrateCassandra(each, "films", [first, second], heard)));
    expect(lines.filter((line) => line.includes("applied a migration"))).toHaveLength(2);
    await test.cassandra.run("INSERT INTO films (id, name) VALUES ('1', 'Tidewater')");
    await requireMigrations(test.cassandra, "films", [first, second]);
    await Promise.all(others.map((each) => each[Symbol.asyncDispose]()));
  });

  it("of two owners stand beside each other", async () => {
    const theirs = { name: "001-films", cql: ["CREATE TABLE IF NOT EXISTS counts (id text PRIMARY KEY)"] };
    await migrateCassandra(test.cassandra, "counts", [theirs], logger);
    expect((await test.cassandra.run("SELECT id FROM counts")).rows).toEqual([]);
  });

  it("go on from where a process died half-way", async () => {
    const half = { name: "003-years", cql: ["ALTER TABLE films ADD IF NOT EXISTS year int", "no CQL at all"] };
    await expect(migrateCassandra(test.cassandra, "films", [first, second, half], logger)).rejects.toThrow("no viable alternative");
    const whole = { ...half, cql: half.cql.slice(0, 1) };
    await migrateCassandra(test.cassandra, "films", [first, second, whole], logger);
    await requireMigrations(test.cassandra, "films", [first, second, whole]);
  });

  it("of a later version are named, and nothing is changed", async () => {
    const older = migrateCassandra(test.cassandra, "films", [first], logger);
    await expect(older).rejects.toBeInstanceOf(EngineProblem);
    await expect(older).rejects.toThrow('but a later version has applied "002-names"');
  });

  it("stop where their lock went to another", async () => {
    const work = whileLocked(test.cassandra, logger, async (stillHeld) => {
      await stillHeld();
      await test.cassandra.run("UPDATE migration_locks SET holder = 'a thief' WHERE name = 'schema' IF EXISTS", [], {
        isIdempotent: false,
      });
      await stillHeld();
    });
    await expect(work).rejects.toThrow("the lock for migrations was lost to a thief");
  });
});
