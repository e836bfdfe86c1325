import { LatestValue } from "./latest-value.ts";

interface Stream<T> {
  readonly readers: Set<LatestValue<T>>;
  readonly stop: AbortController;
  last: { readonly value: T } | undefined;
}

/** Opens a stream; it ends soon after the signal, and fails by throwing. */
export type OpenStream<T> = (signal: AbortSignal) => AsyncIterable<T>;

/**
 * Streams that many read while each is opened once. The first reader opens it, the last one to leave closes it, those between change nothing for the
 * others. Whoever joins later gets the last value at once, then the same as all; a slow reader skips values and delays nobody.
 */
export class SharedStreams<T> {
  readonly #streams = new Map<string, Stream<T>>();

  /** @param onFailure gets what a stream threw; its readers see it end */
  constructor(readonly onFailure: (error: unknown) => void) {}

  /** How many streams are open. */
  get size(): number {
    return this.#streams.size;
  }

  /** How many read them. */
  get readers(): number {
    return [...this.#streams.values()].reduce((sum, { readers }) => sum + readers.size, 0);
  }

  join(key: string, open: OpenStream<T>): AsyncIterableIterator<T> {
    const stream = this.#streams.get(key) ?? this.#start(key, open);
    const reader = new LatestValue<T>(() => this.#leave(key, stream, reader));
    stream.readers.add(reader);
    if (stream.last) reader.put(stream.last.value);
    return reader;
  }

  /** Ends all streams, for all of their readers. */
  close(): void {
    for (const [key, stream] of this.#streams) this.#end(key, stream);
  }

  #start(key: string, open: OpenStream<T>): Stream<T> {
    const stream: Stream<T> = { readers: new Set(), stop: new AbortController(), last: undefined };
    this.#streams.set(key, stream);
    void this.#pump(key, stream, open);
    return stream;
  }

  async #pump(key: string, stream: Stream<T>, open: OpenStream<T>): Promise<void> {
    try {
      for await (const value of open(stream.stop.signal)) {
        stream.last = { value };
        for (const reader of stream.readers) reader.put(value);
      }
    } catch (error) {
      this.onFailure(error);
    } finally {
      this.#end(key, stream);
    }
  }

  #leave(key: string, stream: Stream<T>, reader: LatestValue<T>): void {
    stream.readers.delete(reader);
    if (stream.readers.size === 0) this.#end(key, stream);
  }

  #end(key: string, stream: Stream<T>): void {
    if (this.#streams.get(key) === stream) this.#streams.delete(key);
    stream.stop.abort();
    for (const reader of stream.readers) reader.end();
  }
}
