import { EngineProblem } from "@marquee/settings";
import { type Client, errors } from "cassandra-driver";
import type { Logger } from "pino";
import type { CassandraOptions } from "./settings.ts";

const OLDEST_VERSION = 5;
/** A change of the schema waits until all nodes agree on it. */
export const SCHEMA_TIMEOUT_MS = 30_000;

/**
 * Works in the keyspace from here on, and makes it when it is missing, with copies in the local datacenter. An existing one is left as
 * it is: another number of copies is its operator's decision, and said in the log.
 *
 * @throws EngineProblem when the keyspace has no copies in the local datacenter, or more than half of its copies have no node
 */
export async function useKeyspace(client: Client, options: CassandraOptions, logger: Logger): Promise<void> {
  const { keyspace, localDatacenter, replicationFactor, contactPoints } = options;
  const use = () => client.execute(`USE ${keyspace}`, [], { prepare: false });
  await use().catch(async (error: unknown) => {
    if (!(error instanceof errors.ResponseError && error.message.includes("does not exist"))) throw error;
    await client.execute(
      `CREATE KEYSPACE IF NOT EXISTS ${keyspace}
       WITH replication = {'class': 'NetworkTopologyStrategy', '${localDatacenter.replaceAll("'", "''")}': ${replicationFactor}}`,
      [],
      { prepare: false, readTimeout: SCHEMA_TIMEOUT_MS },
    );
    await use();
  });
  const copies = await copiesIn(client, options);
  if (!copies) {
    throw new EngineProblem(
      "CASSANDRA_LOCAL_DATACENTER",
      `copies of the keyspace "${keyspace}" in the datacenter "${localDatacenter}" at ${contactPoints.join(", ")}`,
      "it has none there",
    );
  }
  if (copies !== replicationFactor) {
    logger.warn(
      { keyspace, copies, asked: replicationFactor },
      "CASSANDRA_REPLICATION_FACTOR differs from the keyspace, which keeps its own",
    );
  }
  const nodes = client.hosts.values().filter(({ datacenter }) => datacenter === localDatacenter).length;
  const quorum = Math.floor(copies / 2) + 1;
  if (nodes < quorum) {
    throw new EngineProblem(
      "CASSANDRA_REPLICATION_FACTOR",
      `at least ${quorum} nodes in "${localDatacenter}" at ${contactPoints.join(", ")} for ${copies} copies of each row`,
      `the cluster has ${nodes}`,
    );
  }
}

/**
 * @throws EngineProblem when it is older than Cassandra 5, whose compaction the tables ask for
 */
export async function requireVersion(client: Client, { contactPoints }: CassandraOptions): Promise<void> {
  const { rows } = await client.execute("SELECT release_version FROM system.local");
  const version: string = rows[0]?.release_version ?? "unknown";
  if (Number.parseInt(version, 10) >= OLDEST_VERSION) return;
  throw new EngineProblem(
    "CASSANDRA_CONTACT_POINTS",
    `Cassandra ${OLDEST_VERSION} or later at ${contactPoints.join(", ")}`,
    `it is ${version}`,
  );
}

/** How many copies of each row the keyspace has in the local datacenter. */
async function copiesIn(client: Client, { keyspace, localDatacenter }: CassandraOptions): Promise<number> {
  const { rows } = await client.execute("SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?", [keyspace]);
  const replication: Record<string, string> | undefined = rows[0]?.replication;
  // SimpleStrategy counts copies over the whole cluster: with one datacenter, which is what it is for, that is the same.
  return Number(replication?.[localDatacenter] ?? replication?.replication_factor ?? 0);
}
