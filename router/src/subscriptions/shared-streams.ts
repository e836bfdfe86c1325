/** Gets a stream's values as they come; it is called and must not wait. */
export interface Reader<T> {
  next(value: T): void;
  /** Called once, at the stream's end; with why, when it failed. */
  end(error?: Error): void;
}

/** Opens a stream; it ends soon after the signal, and fails by throwing. */
export type OpenStream<T> = (signal: AbortSignal) => AsyncIterable<T>;

export interface StreamOptions<T> {
  /** Equal for those who may share the stream. */
  readonly key: string;
  /** Whether who joins later gets the last value at once. */
  readonly keepsLatest: boolean;
  readonly open: OpenStream<T>;
}

interface Stream<T> extends StreamOptions<T> {
  readonly readers: Set<Reader<T>>;
  readonly stop: AbortController;
  last: { readonly value: T } | undefined;
}

/**
 * Streams that many read while each is opened once. The first reader opens it, the last one to leave closes it, those between change nothing for the
 * others.
 */
export class SharedStreams<T> {
  readonly #streams = new Map<string, Stream<T>>();

  /** How many streams are open. */
  get size(): number {
    return this.#streams.size;
  }

  /** How many read them. */
  get readers(): number {
    return [...this.#streams.values()].reduce((sum, { readers }) => sum + readers.size, 0);
  }

  /** Returns how to leave; the reader hears nothing more from then on. */
  join(options: StreamOptions<T>, reader: Reader<T>): () => void {
    const stream = this.#streams.get(options.key) ?? this.#start(options);
    stream.readers.add(reader);
    if (stream.last) reader.next(stream.last.value);
    return () => {
      if (stream.readers.delete(reader) && stream.readers.size === 0) this.#end(stream);
    };
  }

  /** Ends all streams, for all of their readers. */
  close(): void {
    for (const stream of this.#streams.values()) this.#end(stream);
  }

  #start(options: StreamOptions<T>): Stream<T> {
    const stream: Stream<T> = { ...options, readers: new Set(), stop: new AbortController(), last: undefined };
    this.#streams.set(options.key, stream);
    void this.#pump(stream);
    return stream;
  }

  async #pump(stream: Stream<T>): Promise<void> {
    try {
      for await (const value of stream.open(stream.stop.signal)) {
        if (stream.keepsLatest) stream.last = { value };
        for (const reader of stream.readers) reader.next(value);
      }
      this.#end(stream);
    } catch (error) {
      this.#end(stream, error instanceof Error ? error : new Error(String(error)));
    }
  }

  #end(stream: Stream<T>, error?: Error): void {
    if (this.#streams.get(stream.key) === stream) this.#streams.delete(stream.key);
    const readers = [...stream.readers];
    stream.readers.clear();
    stream.stop.abort();
    for (const reader of readers) reader.end(error);
  }
}
