import { type TestKeyspace, testKeyspace } from "@marquee/cassandra/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cassandraPartitionSizes } from "./partition-sizes.ts";

const BYTES = 300_000;
const jolokiaUrls = (process.env.CASSANDRA_JOLOKIA_URLS ?? "").split(",").filter(Boolean);

describe("partition sizes from Cassandra", () => {
  let keyspace: TestKeyspace;
  beforeAll(async () => {
    keyspace = await testKeyspace();
    const { cassandra } = keyspace;
    const schema = (cql: string) => cassandra.client.execute(cql, [], { prepare: false, readTimeout: 30_000 });
    await schema("CREATE TABLE wide (id int, row int, content blob, PRIMARY KEY (id, row)) WITH compression = {'enabled': false}");
    await schema("CREATE TABLE unwritten (id int PRIMARY KEY)");
    const content = Buffer.alloc(BYTES / 10);
    for (let row = 0; row < 10; row++) await cassandra.run("INSERT INTO wide (id, row, content) VALUES (1, ?, ?)", [row, content]);
    await flush();
  });
  afterAll(() => keyspace[Symbol.asyncDispose]());

  /** Only what is on disk is reported. */
  async function flush(): Promise<void> {
    expect(jolokiaUrls, "CASSANDRA_JOLOKIA_URLS").not.toEqual([]);
    const flushing = jolokiaUrls.map(async (url) => {
      const mbean = "org.apache.cassandra.db:type=StorageService";
      const operation = "forceKeyspaceFlush";
      const body = JSON.stringify({ type: "exec", mbean, operation, arguments: [keyspace.cassandra.keyspace, ["wide"]] });
      const response = await fetch(`${url}/`, { method: "POST", body });
      expect(await response.json()).toMatchObject({ status: 200 });
    });
    await Promise.all(flushing);
  }
  const sizesOf = async (table: string, urls: readonly string[]) =>
    (await cassandraPartitionSizes(keyspace.cassandra, urls).read()).find((sizes) => sizes.table === table);

  it("are read from every node's JMX, and are unknown for a table without any", async () => {
    const wide = await sizesOf("wide", jolokiaUrls);
    expect(wide?.gaps).toEqual([]);
    for (const bytes of [wide?.largestBytes, wide?.p99Bytes]) {
      expect(bytes).toBeGreaterThan(BYTES);
      expect(bytes).toBeLessThan(BYTES * 1.3);
    }
    expect(await sizesOf("unwritten", jolokiaUrls)).toEqual({ table: "unwritten", largestBytes: undefined, p99Bytes: undefined, gaps: [] });
  });

  it("are read from the virtual tables where there is no Jolokia, up to a MiB, without the percentile", async () => {
    expect(await sizesOf("wide", [])).toEqual({ table: "wide", largestBytes: 1_024 * 1_024, p99Bytes: undefined, gaps: [] });
    expect(await sizesOf("unwritten", [])).toMatchObject({ largestBytes: undefined });
  });

  it("say who did not answer, and take what the others say", async () => {
    const sizes = await sizesOf("wide", ["http://127.0.0.1:9/jolokia"]);
    expect(sizes).toMatchObject({ largestBytes: 1_024 * 1_024, gaps: ["Jolokia at 127.0.0.1:9 does not answer."] });
  });
});
