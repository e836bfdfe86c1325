import type { PubSub } from "./pubsub.ts";

/** Pub/sub within one process. */
export function memoryPubSub(): PubSub {
  const channels = new Map<string, Set<(message: unknown) => void>>();
  return {
    async publish(channel, message) {
      for (const listen of channels.get(channel) ?? []) listen(message);
    },
    subscribe(channel, signal) {
      const inbox = latestValue(signal, () => {
        listeners.delete(inbox.put);
        if (listeners.size === 0) channels.delete(channel);
      });
      const listeners = channels.get(channel) ?? new Set();
      if (!signal.aborted) channels.set(channel, listeners.add(inbox.put));
      return inbox.values;
    },
  };
}

/** An async iterator over the latest value put; earlier ones that nobody took are dropped. */
function latestValue(signal: AbortSignal, closed: () => void) {
  let waiting: { readonly value: unknown } | undefined;
  let wake: (() => void) | undefined;
  let isOpen = !signal.aborted;

  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    signal.removeEventListener("abort", close);
    closed();
    wake?.();
  };
  signal.addEventListener("abort", close);

  const values: AsyncIterableIterator<unknown> = {
    [Symbol.asyncIterator]: () => values,
    async next() {
      while (isOpen && !waiting) await new Promise<void>((resolve) => (wake = resolve));
      if (!isOpen || !waiting) return { done: true, value: undefined };
      const { value } = waiting;
      waiting = undefined;
      return { done: false, value };
    },
    async return() {
      close();
      return { done: true, value: undefined };
    },
  };
  const put = (value: unknown) => {
    waiting = { value };
    wake?.();
  };
  return { put, values };
}
