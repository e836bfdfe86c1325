export { memoryPubSub } from "./memory.ts";
export type { PubSub } from "./pubsub.ts";
