import { expect, it } from "vitest";
import { partitionBatches } from "./partition-batches.ts";

const write = (partition: string, ...params: unknown[]) => ({ partition, cql: "INSERT", params });

it("puts writes of one partition together, in their order, and never those of two", () => {
  const batches = partitionBatches([write("a", 1), write("b", 2), write("a", 3)]);
  expect(batches.map((batch) => batch.map(({ params }) => params[0]))).toEqual([[1, 3], [2]]);
});

it("ends a batch at 100 rows", () => {
  const batches = partitionBatches(Array.from({ length: 250 }, (_, number) => write("a", number)));
  expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
});

it("ends a batch before 32 KiB, and lets a larger row go alone", () => {
  const sizes = [20_000, 10_000, 5_000, 100_000, 1].map((size) => write("a", Buffer.alloc(size)));
  expect(partitionBatches(sizes).map((batch) => batch.length)).toEqual([2, 1, 1, 1]);
});

it("makes nothing of nothing", () => {
  expect(partitionBatches([])).toEqual([]);
});
