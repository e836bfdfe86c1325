/**
 * The upper bounds of the buckets in which Cassandra counts partitions by their bytes: each a fifth above the one before.
 * Source: `EstimatedHistogram.newOffsets` of Apache Cassandra.
 */
function upperBounds(count: number): readonly number[] {
  const bounds = [1];
  for (let last = 1; bounds.length < count; bounds.push(last)) last = Math.max(last + 1, Math.round(last * 1.2));
  return bounds;
}

/**
 * The size that so great a share of the partitions does not pass, as the upper bound of its bucket.
 *
 * @param buckets how many partitions each bucket has, added up over the nodes
 * @returns undefined where there are no partitions
 */
export function percentileBytes(buckets: readonly number[], share: number): number | undefined {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const bounds = upperBounds(buckets.length);
  let seen = 0;
  const index = buckets.findIndex((count) => {
    seen += count;
    return seen >= total * share;
  });
  return bounds[index];
}

/** Histograms of several nodes as one; a node of another version may have fewer buckets. */
export function addBuckets(a: readonly number[], b: readonly number[]): readonly number[] {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return long.map((count, index) => count + (short[index] ?? 0));
}
