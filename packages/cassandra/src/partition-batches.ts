/** A prepared statement with its parameters. */
export interface Statement {
  readonly cql: string;
  readonly params: readonly unknown[];
}

/** A write of one partition. */
export interface PartitionWrite extends Statement {
  /** The same text for the same partition key value, whatever the table: what has it goes together. */
  readonly partition: string;
}

/** So many rows cost a replica well under a millisecond, and a batch of them no more than a few rows that are sent alone. */
const ROWS = 100;
/** Below `batch_size_fail_threshold` (50 KiB by default), with room for what the protocol adds. */
const BYTES = 32 * 1_024;

interface Batch {
  readonly statements: Statement[];
  bytes: number;
}

/**
 * Puts writes of the same partition together, and then those of several, bounded in rows and bytes, in the order given.
 *
 * @param partitions how many may share a batch: 1 where they have different replicas, of which a batch has one to take it
 * @returns groups, each to go out as one unlogged batch: for Cassandra it is one mutation for each partition
 */
export function partitionBatches(writes: readonly PartitionWrite[], partitions: number): readonly (readonly Statement[])[] {
  const ofOne = batchesOfOnePartition(writes);
  if (partitions === 1) return ofOne.map(({ statements }) => statements);
  const joined: (Batch & { partitions: number })[] = [];
  for (const { statements, bytes } of ofOne) {
    const last = joined.at(-1);
    if (last && last.partitions < partitions && last.statements.length + statements.length <= ROWS && last.bytes + bytes <= BYTES) {
      last.statements.push(...statements);
      last.bytes += bytes;
      last.partitions += 1;
    } else joined.push({ statements: [...statements], bytes, partitions: 1 });
  }
  return joined.map(({ statements }) => statements);
}

function batchesOfOnePartition(writes: readonly PartitionWrite[]): readonly Batch[] {
  const batches: Batch[] = [];
  const open = new Map<string, Batch>();
  for (const { partition, cql, params } of writes) {
    const bytes = bytesOf(params);
    let batch = open.get(partition);
    if (!batch || batch.statements.length === ROWS || batch.bytes + bytes > BYTES) {
      batch = { statements: [], bytes: 0 };
      open.set(partition, batch);
      batches.push(batch);
    }
    batch.statements.push({ cql, params });
    batch.bytes += bytes;
  }
  return batches;
}

/** About what the parameters take on the wire; a character of text counts as the three bytes that it may need. */
function bytesOf(params: readonly unknown[]): number {
  let bytes = 0;
  for (const param of params) bytes += 4 + (typeof param === "string" ? param.length * 3 : Buffer.isBuffer(param) ? param.length : 8);
  return bytes;
}
