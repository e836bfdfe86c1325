import { memoryPubSub } from "./memory.ts";
import { pubSubContract } from "./pubsub.contract.ts";

pubSubContract("memory", async () => ({ pubSub: memoryPubSub(), async [Symbol.asyncDispose]() {} }));
