export interface LatestValue {
  put(value: unknown): void;
  readonly values: AsyncIterableIterator<unknown>;
}

/**
 * An async iterator over the latest value put; earlier ones that nobody took are dropped.
 *
 * @param closed called once when it ends, by the signal or by its reader; not when the signal was aborted before
 */
export function latestValue(signal: AbortSignal, closed: () => void): LatestValue {
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
  return {
    put(value) {
      waiting = { value };
      wake?.();
    },
    values,
  };
}
