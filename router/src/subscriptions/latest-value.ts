/**
 * Hands values from a producer that never waits to one reader, who gets the newest: what it was too slow for is dropped, so at most one value waits.
 * Ending it lets the reader have what still waits.
 */
export class LatestValue<T> implements AsyncIterableIterator<T> {
  #waiting: { readonly value: T } | undefined;
  #reader: ((result: IteratorResult<T>) => void) | undefined;
  #ended = false;

  /** @param onLeave called once when the reader goes before the end */
  constructor(readonly onLeave: () => void) {}

  put(value: T): void {
    if (this.#ended) return;
    if (!this.#reader) this.#waiting = { value };
    else this.#handOver({ done: false, value });
  }

  end(): void {
    this.#ended = true;
    this.#handOver({ done: true, value: undefined });
  }

  async next(): Promise<IteratorResult<T>> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) return { done: false, value: waiting.value };
    if (this.#ended) return { done: true, value: undefined };
    return new Promise((resolve) => {
      this.#reader = resolve;
    });
  }

  async return(): Promise<IteratorResult<T>> {
    this.#waiting = undefined;
    if (!this.#ended) {
      this.end();
      this.onLeave();
    }
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #handOver(result: IteratorResult<T>): void {
    this.#reader?.(result);
    this.#reader = undefined;
  }
}
