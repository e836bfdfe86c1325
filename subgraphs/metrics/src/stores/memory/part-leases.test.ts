import { partLeasesContract } from "../../../tests/part-leases.contract.ts";
import { memoryLeaseBoard } from "./part-leases.ts";

partLeasesContract("memory", async (parts, ttlMs) => ({ ...memoryLeaseBoard(parts, ttlMs), async [Symbol.asyncDispose]() {} }));
