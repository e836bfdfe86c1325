import { expect, it } from "vitest";
import { partitionHealth } from "./partition-health.ts";

const MIB = 1_024 * 1_024;
const sizes = { table: "view_events", largestBytes: 10 * MIB, p99Bytes: 2 * MIB, gaps: [] };

it("finds nothing wrong with partitions up to the limits, nor with what is not known", () => {
  expect(partitionHealth(sizes)).toEqual({ table: "view_events", largestBytes: 10 * MIB, p99Bytes: 2 * MIB, warning: undefined });
  expect(partitionHealth({ ...sizes, largestBytes: undefined, p99Bytes: undefined }).warning).toBeUndefined();
});

it("warns of what is past a limit, and says which", () => {
  expect(partitionHealth({ ...sizes, largestBytes: 14.2 * MIB }).warning).toBe(
    "The largest partition has 14.2 MiB, more than the 10 MiB that a partition may have.",
  );
  expect(partitionHealth({ ...sizes, p99Bytes: 3 * MIB, gaps: ["127.0.0.2:9042 does not answer."] }).warning).toBe(
    "One partition in a hundred has 3 MiB or more, above the 2 MiB that are aimed at. 127.0.0.2:9042 does not answer.",
  );
});
