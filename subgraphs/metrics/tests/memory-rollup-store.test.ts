import { memoryRollupStore } from "./memory-rollup-store.ts";
import { rollupStoreContract } from "./rollup-store.contract.ts";

rollupStoreContract("memory", async () => ({ store: memoryRollupStore(16), expiresOnCall: true, async [Symbol.asyncDispose]() {} }));
