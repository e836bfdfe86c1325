import { expect, it } from "vitest";
import { partitionBatches } from "./partition-batches.ts";

const write = (partition: string, ...params: unknown[]) => ({ partition, cql: "INSERT", params });

it("puts writes of one partition together, in their order, and those of no other where replicas differ", () => {
  const batches = partitionBatches([write("a", 1), write("b", 2), write("a", 3)], 1);
  expect(batches.map((batch) => batch.map(({ params }) => params[0]))).toEqual([[1, 3], [2]]);
});

it("ends a batch at 100 rows", () => {
  const batches = partitionBatches(
    Array.from({ length: 250 }, (_, number) => write("a", number)),
    10,
  );
  expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
});

it("ends a batch before 32 KiB, and lets a larger row go alone", () => {
  const sizes = [20_000, 10_000, 5_000, 100_000, 1].map((size) => write("a", Buffer.alloc(size)));
  expect(partitionBatches(sizes, 1).map((batch) => batch.length)).toEqual([2, 1, 1, 1]);
});

it("puts a few partitions together where their replicas are the same, each whole and within the bounds", () => {
  const few = partitionBatches([write("a", 1), write("b", 2), write("a", 3), write("c", 4), write("d", 5)], 3);
  expect(few.map((batch) => batch.map(({ params }) => params[0]))).toEqual([[1, 3, 2, 4], [5]]);
  const rows = ["a", "b", "c"].flatMap((partition) => Array.from({ length: 40 }, (_, number) => write(partition, number)));
  expect(partitionBatches(rows, 10).map((batch) => batch.length)).toEqual([80, 40]);
  const large = ["a", "b", "c"].map((partition) => write(partition, Buffer.alloc(20_000)));
  expect(partitionBatches(large, 10).map((batch) => batch.length)).toEqual([1, 1, 1]);
});

it("makes nothing of nothing", () => {
  expect(partitionBatches([], 10)).toEqual([]);
});
