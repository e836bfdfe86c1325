import type { Cassandra } from "@marquee/cassandra";
import type { Host } from "cassandra-driver";
import type { PartitionSizeSource, PartitionSizes } from "../../domain/partition-health.ts";
import { readNodePartitions } from "./jolokia.ts";
import { addBuckets, percentileBytes } from "./partition-histogram.ts";

const MIB = 1_024 * 1_024;
const TIMEOUT_MS = 3_000;

/**
 * The sizes of a keyspace's partitions as Cassandra itself reports them, the largest of all nodes: to the byte by the JMX of the nodes
 * where Jolokia serves it, to a MiB by their virtual tables otherwise. Both tell of what is on disk.
 *
 * @param jolokiaUrls one for each node
 */
export function cassandraPartitionSizes(cassandra: Cassandra, jolokiaUrls: readonly string[]): PartitionSizeSource {
  return {
    async read() {
      const { rows } = await cassandra.run("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", [cassandra.keyspace]);
      const tables = rows.map((row) => String(row.get("table_name"))).sort();
      const hosts = [...cassandra.client.hosts.values()];
      const [virtual, jmx] = await Promise.all([
        answersOf(
          hosts,
          (host) => readVirtualTable(cassandra, host),
          ({ address }) => address,
        ),
        answersOf(
          jolokiaUrls,
          (url) => readNodePartitions(url, cassandra.keyspace),
          (url) => `Jolokia at ${new URL(url).host}`,
        ),
      ]);
      const isJmxWhole = jmx.answers.length >= hosts.length;
      const missing = [...(isJmxWhole ? [] : virtual.silent), ...jmx.silent].map((who) => `${who} does not answer.`);
      const fewer =
        jmx.answers.length > 0 && !isJmxWhole ? [`The 99th percentile is of ${jmx.answers.length} of ${hosts.length} nodes.`] : [];
      return tables.map((table): PartitionSizes => {
        const nodes = jmx.answers.flatMap((node) => node.get(table) ?? []);
        const fromVirtual = isJmxWhole ? [] : virtual.answers.map((node) => node.get(table) ?? 0);
        return {
          table,
          largestBytes: Math.max(0, ...nodes.map(({ maxBytes }) => maxBytes), ...fromVirtual) || undefined,
          p99Bytes: percentileBytes(nodes.map(({ buckets }) => buckets).reduce(addBuckets, []), 0.99),
          gaps: [...missing, ...fewer],
        };
      });
    },
  };
}

/** A virtual table holds the figures of the node that is asked, rounded up to a MiB; 0 while nothing of a table is on its disk. */
async function readVirtualTable({ client, keyspace }: Cassandra, host: Host): Promise<ReadonlyMap<string, number>> {
  const options = { host, readTimeout: TIMEOUT_MS };
  const { rows } = await client.execute(
    "SELECT table_name, mebibytes FROM system_views.max_partition_size WHERE keyspace_name = ?",
    [keyspace],
    options,
  );
  return new Map(rows.map((row) => [String(row.get("table_name")), Number(row.get("mebibytes")) * MIB]));
}

interface Answers<Answer> {
  readonly answers: readonly Answer[];
  /** Who did not answer, by name. */
  readonly silent: readonly string[];
}

async function answersOf<Node, Answer>(
  nodes: readonly Node[],
  ask: (node: Node) => Promise<Answer>,
  nameOf: (node: Node) => string,
): Promise<Answers<Answer>> {
  const settled = await Promise.allSettled(nodes.map(ask));
  return {
    answers: settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])),
    silent: nodes.filter((_, index) => settled[index]?.status === "rejected").map(nameOf),
  };
}
