import { Listeners } from "./listeners.ts";
import type { PubSub } from "./pubsub.ts";

/** Pub/sub within one process. */
export function memoryPubSub(): PubSub {
  const listeners = new Listeners();
  return {
    publish: async (channel, message) => listeners.tell(channel, message),
    subscribe: (channel, signal) => listeners.add(channel, signal),
  };
}
