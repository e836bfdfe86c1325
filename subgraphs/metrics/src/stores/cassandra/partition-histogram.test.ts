import { describe, expect, it } from "vitest";
import { addBuckets, percentileBytes } from "./partition-histogram.ts";

/** As Cassandra 5 reported it for a table with one partition of 770 bytes. */
const one = Array.from({ length: 156 }, (_, index) => (index === 32 ? 1 : 0));
const buckets = (counts: Readonly<Record<number, number>>) => one.map((_, index) => counts[index] ?? 0);

describe("the percentile of a histogram of partitions", () => {
  it("is the upper bound of its bucket, in Cassandra's own steps", () => {
    expect(percentileBytes(one, 0.99)).toBe(770);
  });

  it.each([
    { counts: { 0: 99, 8: 1 }, percentile: 1 },
    { counts: { 0: 98, 8: 2 }, percentile: 10 },
    { counts: { 8: 1, 9: 1 }, percentile: 12 },
  ])("is $percentile for $counts", ({ counts, percentile }) => {
    expect(percentileBytes(buckets(counts), 0.99)).toBe(percentile);
  });

  it("is unknown where there are no partitions", () => {
    expect(percentileBytes(buckets({}), 0.99)).toBeUndefined();
    expect(percentileBytes([], 0.99)).toBeUndefined();
  });

  it("is of all nodes together, also where one has fewer buckets", () => {
    expect(addBuckets([1, 2], [1, 1, 3])).toEqual([2, 3, 3]);
    expect(addBuckets([], [1])).toEqual([1]);
  });
});
