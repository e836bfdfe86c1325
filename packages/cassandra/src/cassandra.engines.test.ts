import { createServer } from "node:net";
import { EngineProblem } from "@marquee/settings";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCassandra } from "./cassandra.ts";
import { type TestKeyspace, testKeyspace } from "./testing.ts";

const logger = pino({ level: "silent" });

describe("Cassandra", () => {
  let test: TestKeyspace;
  beforeAll(async () => {
    test = await testKeyspace();
    await test.cassandra.client.execute("CREATE TABLE numbers (half text, number int, said text, PRIMARY KEY (half, number))", [], {
      prepare: false,
    });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  const insert = "INSERT INTO numbers (half, number, said) VALUES (?, ?, ?) USING TIMESTAMP ?";
  const row = (half: string, number: number, said: string, timestampUs = 1_000) => ({
    partition: half,
    cql: insert,
    params: [half, number, said, timestampUs],
  });
  const read = async (half: string) =>
    (await test.cassandra.rows("SELECT number, said FROM numbers WHERE half = ?", [half])).map(({ number, said }) => [number, said]);

  it("writes rows of several partitions, and reads more of them than a page holds", async () => {
    const rows = Array.from({ length: 6_000 }, (_, number) => row(number % 2 ? "odd" : "even", number, `${number}`));
    await test.cassandra.write(rows);
    expect(await read("odd")).toHaveLength(3_000);
    const pages = await test.cassandra.rows("SELECT number FROM numbers");
    expect(pages).toHaveLength(6_000);
  });

  it("lets the row stay that has the later timestamp, whichever came last", async () => {
    await test.cassandra.write([row("stamped", 1, "later", 2_000), row("stamped", 1, "earlier", 1_000)]);
    await test.cassandra.run(insert, ["stamped", 1, "earliest", 500]);
    expect(await read("stamped")).toEqual([[1, "later"]]);
  });

  it("tells when one of many writes failed, after the others", async () => {
    const wrong = { partition: "wrong", cql: "INSERT INTO numbers (half, number) VALUES ('', 1)", params: [] };
    await expect(test.cassandra.write([wrong, row("right", 1, "kept")])).rejects.toThrow("Key may not be empty");
    expect(await read("right")).toEqual([[1, "kept"]]);
  });

  it("has no problems, and another process finds the keyspace made", async () => {
    expect(await test.cassandra.problems()).toEqual([]);
    await using again = await openCassandra(test.options, logger);
    expect(await again.problems()).toEqual([]);
  });

  it("says so when it cannot answer", async () => {
    await using other = await testKeyspace();
    await other.cassandra.client.execute(`DROP KEYSPACE ${other.options.keyspace}`, [], { prepare: false, readTimeout: 30_000 });
    expect(await other.cassandra.problems()).toEqual([
      expect.stringMatching(/^CASSANDRA_CONTACT_POINTS: expected a Cassandra at [\d.:, ]+, but .*\.$/),
    ]);
  });

  it("can be opened by many at once where there is no keyspace yet", async () => {
    const options = { ...test.options, keyspace: `${test.options.keyspace.slice(0, 40)}_many` };
    const opened = await Promise.all([1, 2, 3, 4].map(() => openCassandra(options, logger)));
    expect((await Promise.all(opened.map((each) => each.problems()))).flat()).toEqual([]);
    await opened[0]?.client.execute(`DROP KEYSPACE ${options.keyspace}`, [], { prepare: false });
    await Promise.all(opened.map((each) => each[Symbol.asyncDispose]()));
  });

  describe("that is missing or wrong is named:", () => {
    const problem = async (change: Partial<TestKeyspace["options"]>) => {
      const error = await openCassandra({ ...test.options, ...change }, logger).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(EngineProblem);
      return error instanceof Error ? error.message : undefined;
    };

    it("nobody listens", async () => {
      expect(await problem({ contactPoints: ["127.0.0.1:1"] })).toBe(
        "CASSANDRA_CONTACT_POINTS: expected a Cassandra at 127.0.0.1:1, but the connection was refused.",
      );
    });

    it("no such host", async () => {
      expect(await problem({ contactPoints: ["nowhere.invalid:9042"] })).toBe(
        "CASSANDRA_CONTACT_POINTS: expected a Cassandra at nowhere.invalid:9042, but the host name is not known.",
      );
    });

    it("somebody listens and says nothing", async () => {
      const mute = createServer(() => {}).listen(0, "127.0.0.1");
      await new Promise((resolve) => mute.once("listening", resolve));
      const address = mute.address();
      const port = address && typeof address === "object" ? address.port : 0;
      expect(await problem({ contactPoints: [`127.0.0.1:${port}`] })).toBe(
        `CASSANDRA_CONTACT_POINTS: expected a Cassandra at 127.0.0.1:${port}, but it does not answer.`,
      );
      mute.close();
    });

    it("no such datacenter", async () => {
      expect(await problem({ localDatacenter: "atlantis" })).toMatch(
        /^CASSANDRA_LOCAL_DATACENTER: expected a datacenter "atlantis" at .*, but the cluster has datacenter1\.$/,
      );
    });

    it("more copies than the cluster has nodes for", async () => {
      expect(await problem({ keyspace: `${test.options.keyspace.slice(0, 40)}_nine`, replicationFactor: 9 })).toMatch(
        /^CASSANDRA_REPLICATION_FACTOR: expected at least 5 nodes in "datacenter1" at [\d.:, ]+ for 9 copies of each row, but the cluster has \d\.$/,
      );
      await test.cassandra.client.execute(`DROP KEYSPACE IF EXISTS ${test.options.keyspace.slice(0, 40)}_nine`, [], { prepare: false });
    });
  });

  it("says in the log when the keyspace has another number of copies than asked", async () => {
    const lines: string[] = [];
    const heard = pino({ level: "warn" }, { write: (line: string) => void lines.push(line) });
    await using _opened = await openCassandra({ ...test.options, replicationFactor: test.options.replicationFactor + 1 }, heard);
    expect(lines.join()).toContain("CASSANDRA_REPLICATION_FACTOR differs from the keyspace");
  });
});
