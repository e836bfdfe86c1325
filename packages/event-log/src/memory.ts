import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type EventLog, type LogEntry, LogOverflow } from "./event-log.ts";

export interface MemoryLogOptions {
  /** How many entries a stream keeps at most; the oldest go first. */
  readonly maxEntries?: number;
  /** Pauses before a message is handed out again; their number is the number of retries. */
  readonly retryPausesMs?: readonly number[];
}

/** A log within one process: it is gone with the process, so every start has a new generation. */
export function memoryEventLog({ maxEntries = 100_000, retryPausesMs = [50, 500, 5_000] }: MemoryLogOptions = {}): EventLog {
  const generation = randomUUID();
  const streams = new Map<string, Stream>();
  const groups = new Map<string, GroupState>();
  const open = new AbortController();

  const streamOf = (name: string) => {
    const stream = streams.get(name) ?? new Stream(maxEntries);
    streams.set(name, stream);
    return stream;
  };

  return {
    generation: async () => generation,
    append: async (name, messages) => streamOf(name).append(messages),
    read: (name, from, signal) => {
      const stream = streamOf(name);
      const start = from === "oldest" ? stream.first : from === "now" ? stream.end : Number(from.after) + 1;
      return stream.read(start, AbortSignal.any([signal, open.signal]));
    },
    consume(name, group, handle, onSetAside) {
      const key = `${name}/${group}`;
      const state = groups.get(key) ?? { next: 0, turn: Promise.resolve() };
      groups.set(key, state);
      return startConsumer({ stream: streamOf(name), state, retryPausesMs, closed: open.signal, handle, onSetAside });
    },
    async [Symbol.asyncDispose]() {
      open.abort();
    },
  };
}

/** A bounded run of entries; an entry's position is its number in the stream's life. */
class Stream {
  first = 0;
  readonly #entries: LogEntry[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(readonly maxEntries: number) {}

  get end(): number {
    return this.first + this.#entries.length;
  }

  append(messages: readonly { readonly key: string; readonly value: unknown }[]): void {
    const appendedAtMs = Date.now();
    for (const { key, value } of messages) this.#entries.push({ key, value, position: String(this.end), appendedAtMs });
    // Dropped a tenth at a time, since each drop moves what stays.
    if (this.#entries.length > this.maxEntries * 1.1) {
      this.first += this.#entries.splice(0, this.#entries.length - this.maxEntries).length;
    }
    for (const wake of this.#waiting) wake();
  }

  /** Resolves when there is an entry at `next` or beyond, or the signal aborts. */
  async arrival(next: number, signal: AbortSignal): Promise<void> {
    while (this.end <= next && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#waiting.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        this.#waiting.add(wake);
        signal.addEventListener("abort", wake);
      });
    }
  }

  /** Up to 1,000 entries from `next` on. */
  slice(next: number): readonly LogEntry[] {
    return this.#entries.slice(next - this.first, next - this.first + 1_000);
  }

  async *read(from: number, signal: AbortSignal): AsyncIterableIterator<readonly LogEntry[]> {
    for (let next = from; ; ) {
      await this.arrival(next, signal);
      if (signal.aborted) return;
      if (next < this.first) throw new LogOverflow(`${this.first - next} entries were dropped before they were read`);
      const batch = this.slice(next);
      next += batch.length;
      yield batch;
    }
  }
}

interface GroupState {
  next: number;
  /** The workers of a group take turns, which keeps the order of the stream. */
  turn: Promise<void>;
}

interface ConsumerOptions {
  readonly stream: Stream;
  readonly state: GroupState;
  readonly retryPausesMs: readonly number[];
  readonly closed: AbortSignal;
  readonly handle: (entries: readonly LogEntry[]) => Promise<void>;
  readonly onSetAside: (entry: LogEntry, reason: unknown) => void;
}

function startConsumer(options: ConsumerOptions): AsyncDisposable {
  const { stream, state, closed } = options;
  const stopped = new AbortController();
  const signal = AbortSignal.any([stopped.signal, closed]);

  const takeSome = async () => {
    if (signal.aborted) return;
    state.next = Math.max(state.next, stream.first);
    const batch = stream.slice(state.next);
    if (batch.length > 0) state.next += await settle(batch, options, signal);
  };
  const work = async () => {
    while (!signal.aborted) {
      await stream.arrival(state.next, signal); // not in the turn: who waits for messages keeps nobody from stopping
      const mine = state.turn.then(takeSome);
      state.turn = mine;
      await mine;
    }
  };
  const working = work();
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await working;
    },
  };
}

/** Handles a batch, or, when that fails, its entries one by one. Returns how many are done with: fewer when the worker was stopped. */
async function settle(batch: readonly LogEntry[], options: ConsumerOptions, signal: AbortSignal): Promise<number> {
  if (batch.length > 1) {
    const isHandled = await options.handle(batch).then(
      () => true,
      () => false,
    );
    if (isHandled) return batch.length;
  }
  for (const [index, entry] of batch.entries()) {
    if (!(await isSettled(entry, options, signal))) return index;
  }
  return batch.length;
}

/** Handles an entry, again after each pause, and sets it aside in the end. False when the worker was stopped before that. */
async function isSettled(entry: LogEntry, { handle, onSetAside, retryPausesMs }: ConsumerOptions, signal: AbortSignal): Promise<boolean> {
  for (const pauseMs of [...retryPausesMs, undefined]) {
    try {
      await handle([entry]);
      return true;
    } catch (error) {
      if (pauseMs === undefined) {
        onSetAside(entry, error);
        return true;
      }
      await setTimeout(pauseMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return false;
    }
  }
  return true;
}
