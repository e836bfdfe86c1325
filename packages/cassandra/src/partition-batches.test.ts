import { expect, it } from "vitest";
import { partitionBatches, requestsOf } from "./partition-batches.ts";

const write = (partition: string, ...params: unknown[]) => ({ partition, cql: "INSERT", params });
const rows = (partition: string, count: number) => Array.from({ length: count }, (_, number) => write(partition, number));

it("puts writes of one partition together, in their order, and never those of two", () => {
  const batches = partitionBatches([write("a", 1), write("b", 2), write("a", 3)]);
  expect(batches.map(({ statements }) => statements.map(({ params }) => params[0]))).toEqual([[1, 3], [2]]);
});

it("ends a batch at 100 rows", () => {
  expect(partitionBatches(rows("a", 250)).map(({ statements }) => statements.length)).toEqual([100, 100, 50]);
});

it("ends a batch before 32 KiB, and lets a larger row go alone", () => {
  const sizes = [20_000, 10_000, 5_000, 100_000, 1].map((size) => write("a", Buffer.alloc(size)));
  expect(partitionBatches(sizes).map(({ statements }) => statements.length)).toEqual([2, 1, 1, 1]);
});

it("makes nothing of nothing", () => {
  expect(requestsOf(partitionBatches([]), 10)).toEqual([]);
});

it("sends a few small partitions together, each whole", () => {
  const sizes = (writes: Parameters<typeof partitionBatches>[0], partitions: number) =>
    requestsOf(partitionBatches(writes), partitions).map((request) => request.map(({ statements }) => statements.length));
  expect(sizes([write("a", 1), write("b", 2), write("a", 3), write("c", 4), write("d", 5)], 3)).toEqual([[2, 1, 1], [1]]);
  const halves = ["a", "b", "c"].map((partition) => write(partition, Buffer.alloc(2_200)));
  expect(sizes(halves, 10)).toEqual([[1, 1], [1]]);
  expect(sizes([...rows("a", 99), write("b", Buffer.alloc(20_000)), write("c", 1)], 10)).toEqual([[99], [1], [1]]);
  expect(sizes([write("a", 1), write("b", 2)], 1)).toEqual([[1], [1]]);
});
