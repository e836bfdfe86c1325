import { EngineProblem } from "@marquee/settings";
import { Client, errors, types } from "cassandra-driver";
import type { Logger } from "pino";
import { driverOptions } from "./driver-options.ts";
import { connectionProblem, keyspaceProblem, writeProblem } from "./engine-problems.ts";
import { InFlight } from "./in-flight.ts";
import { requireVersion, useKeyspace } from "./keyspace.ts";
import { createMigrationTables, probes } from "./migration-tables.ts";
import { type PartitionBatch, type PartitionWrite, partitionBatches, requestsOf, type Statement } from "./partition-batches.ts";
import type { CassandraOptions } from "./settings.ts";

export interface RunOptions {
  /** True unless said: the statement may be sent twice. False for a lightweight transaction. */
  readonly isIdempotent?: boolean;
  /** Rows of a page; 5,000 unless given. */
  readonly fetchSize?: number;
  readonly pageState?: string;
  /** For an answer that takes longer than any ordinary statement, such as a change of the schema. */
  readonly answerTimeoutMs?: number;
}

/** A keyspace of a Cassandra cluster. Disposing it closes its connections. */
export interface Cassandra extends AsyncDisposable {
  /** The driver's own, for what is missing here; what goes past `run` is not bounded. */
  readonly client: Client;
  readonly keyspace: string;
  /** Each as `host:port`: for whoever is to be told which Cassandra it is. */
  readonly contactPoints: readonly string[];

  /**
   * Runs one statement: prepared, at LOCAL_QUORUM, with retries and time-outs as `driverOptions` says. Its first page of rows.
   *
   * A write carries its timestamp itself (`USING TIMESTAMP ?`, microseconds), or is the same done twice.
   *
   * @throws CassandraBusy when nothing was sent, or what the driver throws: then a write may have landed, or may still land
   */
  run(cql: string, params?: readonly unknown[], options?: RunOptions): Promise<types.ResultSet>;

  /** Runs a query and reads all of its pages. For one partition, or a few: they are held in memory. */
  rows(cql: string, params?: readonly unknown[]): Promise<readonly types.Row[]>;

  /**
   * Writes many rows. Those of the same partition go out together in one unlogged batch, where they are one mutation, also across tables
   * that share the partition key's value; at most 100 rows and 32 KiB of them. Where every node has every row, up to ten small partitions
   * share a batch: most of what a small write costs Cassandra is its request. In a larger cluster each goes to replicas of its own.
   *
   * @throws when any failed; then any of the others may have landed. It has waited for all of them
   */
  write(writes: readonly PartitionWrite[]): Promise<void>;

  /** What keeps it from reading or writing at quorum, in sentences; empty when it does both. Never throws. */
  problems(): Promise<readonly string[]>;
}

/** Cassandra warns of more partitions in an unlogged batch (`unlogged_batch_across_partitions_warn_threshold`, by default). */
const PARTITIONS_TOGETHER = 10;

/** A node with `concurrent_writes: 256` has work for a quarter of these; more in flight would only wait over there. */
const LIMITS = { atOnce: 1_024, waiting: 8_192, patienceMs: 1_000 };

/**
 * Connects, and makes the keyspace if it is missing.
 *
 * @throws EngineProblem when no contact point answers, the role may not sign in, or datacenter or keyspace are not as expected
 */
export async function openCassandra(options: CassandraOptions, logger: Logger): Promise<Cassandra> {
  const { keyspace, contactPoints } = options;
  const client = new Client(driverOptions(options));
  try {
    await client.connect().catch((error: unknown) => {
      throw connectionProblem(options, error);
    });
    await prepareKeyspace(client, options, logger);
  } catch (error) {
    await client.shutdown();
    throw error;
  }
  client.on("hostDown", ({ address }) => logger.warn({ node: address }, "a Cassandra node does not answer"));
  client.on("hostUp", ({ address }) => logger.info({ node: address }, "a Cassandra node answers again"));

  const inFlight = new InFlight(LIMITS);
  const run: Cassandra["run"] = (cql, params = [], { answerTimeoutMs: readTimeout, ...rest } = {}) =>
    inFlight.run(() => client.execute(cql, [...params], { ...rest, ...(readTimeout !== undefined && { readTimeout }) }));
  const send = async (statements: readonly Statement[]) => {
    const [only, ...others] = statements;
    if (only && others.length === 0) await run(only.cql, only.params);
    else await inFlight.run(() => client.batch(statements.map(asQuery), { logged: false }));
  };
  const sendTogether = (batches: readonly PartitionBatch[]): Promise<void> =>
    send(batches.flatMap(({ statements }) => statements)).catch((error: unknown) => {
      if (batches.length === 1 || !isWrong(error)) throw error;
      return allDone(batches.map(({ statements }) => send(statements))); // what is wrong with one holds back none of the others
    });

  return {
    client,
    keyspace,
    contactPoints,
    run,
    async rows(cql, params) {
      const rows: types.Row[] = [];
      for (let page: RunOptions | undefined = {}; page; ) {
        const result: types.ResultSet = await run(cql, params, page);
        for (const row of result.rows) rows.push(row);
        page = result.pageState ? { pageState: result.pageState } : undefined;
      }
      return rows;
    },
    write: (writes) => allDone(requestsOf(partitionBatches(writes), partitionsTogether(client, options)).map(sendTogether)),
    problems: () => problemsOf(client, options),
    [Symbol.asyncDispose]: () => client.shutdown(),
  };
}

/** How many partitions may share a batch: several where any node that takes it has all of their rows. */
function partitionsTogether({ hosts }: Client, { localDatacenter, replicationFactor }: CassandraOptions): number {
  const nodes = hosts.values().filter(({ datacenter }) => datacenter === localDatacenter).length;
  return nodes <= replicationFactor ? PARTITIONS_TOGETHER : 1;
}

/** Past the bound: a full queue of a Cassandra that answers is no problem of its own. */
async function problemsOf(client: Client, options: CassandraOptions): Promise<readonly string[]> {
  const [read, write] = await Promise.allSettled([client.execute(probes.read), client.execute(probes.write)]);
  if (read.status === "rejected") return [connectionProblem(options, read.reason).message];
  if (write.status === "rejected") return [writeProblem(options, write.reason).message];
  return [];
}

async function prepareKeyspace(client: Client, options: CassandraOptions, logger: Logger): Promise<void> {
  try {
    await requireVersion(client, options);
    await useKeyspace(client, options, logger);
    await createMigrationTables(client, options.keyspace);
  } catch (error) {
    throw error instanceof EngineProblem ? error : keyspaceProblem(options, error);
  }
}

/** Resolves when all have ended. @throws when any failed */
async function allDone(sent: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(sent)) if (result.status === "rejected") throw result.reason;
}

/** Whether a statement will never be taken, as it is: Cassandra refuses it, or the driver cannot send it. */
function isWrong(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof errors.ResponseError && error.code === types.responseErrorCodes.invalid);
}

function asQuery({ cql, params }: Statement) {
  return { query: cql, params: [...params] };
}
