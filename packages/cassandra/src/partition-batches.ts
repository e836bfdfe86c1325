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
/** Below `batch_size_warn_threshold` (5 KiB by default): Cassandra writes a line to its log for each batch of several partitions that is larger. */
const BYTES_TOGETHER = 4_500;

/** Writes of one partition, in the order given. */
export interface PartitionBatch {
  readonly statements: readonly Statement[];
  /** About what they take on the wire. */
  readonly bytes: number;
}

/**
 * Puts writes of the same partition together, bounded in rows and bytes, in the order given.
 *
 * @returns each is one mutation for Cassandra, when it goes out as an unlogged batch
 */
export function partitionBatches(writes: readonly PartitionWrite[]): readonly PartitionBatch[] {
  const batches: { statements: Statement[]; bytes: number }[] = [];
  const open = new Map<string, (typeof batches)[number]>();
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

/**
 * Puts the batches of several partitions together, to go out as one request, where they are small.
 *
 * @param partitions how many at most
 */
export function requestsOf(batches: readonly PartitionBatch[], partitions: number): readonly (readonly PartitionBatch[])[] {
  const requests: PartitionBatch[][] = [];
  let bytes = 0;
  for (const batch of batches) {
    const last = requests.at(-1);
    bytes += batch.bytes;
    if (last && last.length < partitions && bytes <= BYTES_TOGETHER) last.push(batch);
    else {
      requests.push([batch]);
      bytes = batch.bytes;
    }
  }
  return requests;
}

/** About what the parameters take on the wire. */
function bytesOf(params: readonly unknown[]): number {
  let bytes = 0;
  for (const param of params)
    bytes += 4 + (typeof param === "string" ? Buffer.byteLength(param) : Buffer.isBuffer(param) ? param.length : 8);
  return bytes;
}
