export interface BacklogOptions<T> {
  /** Only the newest value waits, in place of the one before; else all do, in order. */
  readonly keepsLatest: boolean;
  /** How much may wait, in what `sizeOf` counts; where the latest alone is kept nothing is counted. */
  readonly limit: number;
  readonly sizeOf: (value: T) => number;
  /** Called once when the reader goes before the end. */
  readonly onLeave: () => void;
}

interface Waiting<T> {
  readonly value: T;
  readonly size: number;
}

/** Hands values from a producer that never waits to one reader, who asks for one at a time. Ending it lets the reader have what still waits. */
export class Backlog<T> implements AsyncIterableIterator<T> {
  #waiting: Waiting<T>[] = [];
  #size = 0;
  #reader: PromiseWithResolvers<IteratorResult<T>> | undefined;
  #end: { readonly error?: unknown } | undefined;

  constructor(readonly options: BacklogOptions<T>) {}

  /** Returns false, and takes nothing, when more than the limit waits already. */
  put(value: T): boolean {
    const { keepsLatest, limit, sizeOf } = this.options;
    if (this.#end) return true;
    if (this.#reader) this.#answer(({ resolve }) => resolve({ done: false, value }));
    else if (keepsLatest) this.#waiting = [{ value, size: 0 }];
    else if (this.#size > limit) return false;
    else this.#keep({ value, size: sizeOf(value) });
    return true;
  }

  /** @param last is for the reader in any case, however much waits */
  end(...last: readonly T[]): void {
    if (this.#end) return;
    for (const value of last) {
      if (this.#reader) this.#answer(({ resolve }) => resolve({ done: false, value }));
      else this.#keep({ value, size: 0 });
    }
    this.#end = {};
    this.#answer((reader) => this.#finish(reader));
  }

  /** Ends by throwing to the reader, after what still waits. */
  fail(error: unknown): void {
    if (this.#end) return;
    this.#end = { error };
    this.#answer((reader) => this.#finish(reader));
  }

  next(): Promise<IteratorResult<T>> {
    const asked = Promise.withResolvers<IteratorResult<T>>();
    const first = this.#waiting.shift();
    this.#size -= first?.size ?? 0;
    if (first) asked.resolve({ done: false, value: first.value });
    else if (this.#end) this.#finish(asked);
    else this.#reader = asked;
    return asked.promise;
  }

  async return(): Promise<IteratorResult<T>> {
    const isEarly = this.#end === undefined;
    this.#waiting = [];
    this.end();
    if (isEarly) this.options.onLeave();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #keep(waiting: Waiting<T>): void {
    this.#waiting.push(waiting);
    this.#size += waiting.size;
  }

  #answer(give: (reader: PromiseWithResolvers<IteratorResult<T>>) => void): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader) give(reader);
  }

  #finish({ resolve, reject }: PromiseWithResolvers<IteratorResult<T>>): void {
    const end = this.#end ?? {};
    this.#end = {};
    if ("error" in end) reject(end.error);
    else resolve({ done: true, value: undefined });
  }
}
