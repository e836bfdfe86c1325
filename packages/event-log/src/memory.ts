import { randomUUID } from "node:crypto";
import { type EventLog, type LogEntry, type LogMessage, LogOverflow, type ReadFrom, type SetAside, type SetAsideOf } from "./event-log.ts";
import { defaultRetryPausesMs, settle } from "./settle.ts";

export interface MemoryLogOptions {
  /** How many entries a stream keeps at most; the oldest go first. */
  readonly maxEntries?: number;
  /** Pauses before a message is handed out again; their number is the number of retries. */
  readonly retryPausesMs?: readonly number[];
}

const MOST_SET_ASIDE = 10_000;

/** A log within one process: it is gone with the process, so every start has a new generation. */
export function memoryEventLog(options: MemoryLogOptions = {}): EventLog {
  const { maxEntries = 100_000, retryPausesMs = defaultRetryPausesMs } = options;
  const generation = randomUUID();
  const streams = new Map<string, Stream>();
  const groups = new Map<string, GroupState>();
  const open = new AbortController();
  let aside: readonly SetAside[] = [];

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
      return stream.read(stream.startOf(from), AbortSignal.any([signal, open.signal]));
    },
    consume(name, group, handle, onSetAside) {
      const key = `${name}/${group}`;
      const state = groups.get(key) ?? { next: 0, turn: Promise.resolve() };
      groups.set(key, state);
      const giveUp = async (entry: LogEntry, reason: unknown) => {
        const given = { stream: name, group, entry, reason: String(reason), setAsideAtMs: Date.now() };
        aside = [...aside, given].slice(-MOST_SET_ASIDE);
        onSetAside(entry, reason);
      };
      return startConsumer({ stream: streamOf(name), group, state, retryPausesMs, closed: open.signal, handle, giveUp });
    },
    setAside: async (of = {}) => aside.filter((each) => isOf(each, of)),
    countSetAside: async (of = {}) => aside.filter((each) => isOf(each, of)).length,
    async replay(of = {}) {
      const again = aside.filter((each) => isOf(each, of));
      aside = aside.filter((each) => !isOf(each, of));
      for (const { stream, group, entry } of again) streamOf(stream).append([entry], group);
      return again.length;
    },
    async [Symbol.asyncDispose]() {
      open.abort();
    },
  };
}

function isOf({ stream, group }: SetAside, of: SetAsideOf): boolean {
  return (of.stream ?? stream) === stream && (of.group ?? group) === group;
}

interface Kept {
  readonly entry: LogEntry;
  /** Replayed for this group alone. */
  readonly onlyFor: string | undefined;
}

/** A bounded run of entries; an entry's position is its number in the stream's life. */
class Stream {
  first = 0;
  readonly #kept: Kept[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(readonly maxEntries: number) {}

  get end(): number {
    return this.first + this.#kept.length;
  }

  append(messages: readonly LogMessage[], onlyFor?: string): void {
    const appendedAtMs = Date.now();
    for (const { key, value } of messages) {
      this.#kept.push({ entry: { key, value, position: String(this.end), appendedAtMs }, onlyFor });
    }
    // Dropped a tenth at a time, since each drop moves what stays.
    if (this.#kept.length > this.maxEntries * 1.1) {
      this.first += this.#kept.splice(0, this.#kept.length - this.maxEntries).length;
    }
    for (const wake of this.#waiting) wake();
  }

  startOf(from: ReadFrom): number {
    if (from === "oldest") return this.first;
    if (from === "now") return this.end;
    if ("after" in from) return Number(from.after) + 1;
    const index = this.#kept.findIndex(({ entry }) => entry.appendedAtMs >= from.sinceMs);
    return index < 0 ? this.end : this.first + index;
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
  slice(next: number): readonly Kept[] {
    return this.#kept.slice(next - this.first, next - this.first + 1_000);
  }

  async *read(from: number, signal: AbortSignal): AsyncIterableIterator<readonly LogEntry[]> {
    for (let next = from; ; ) {
      await this.arrival(next, signal);
      if (signal.aborted) return;
      if (next < this.first) throw new LogOverflow(`${this.first - next} entries were dropped before they were read`);
      const batch = this.slice(next);
      next += batch.length;
      const entries = batch.filter(({ onlyFor }) => onlyFor === undefined).map(({ entry }) => entry);
      if (entries.length > 0) yield entries;
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
  readonly group: string;
  readonly state: GroupState;
  readonly retryPausesMs: readonly number[];
  readonly closed: AbortSignal;
  readonly handle: (entries: readonly LogEntry[]) => Promise<void>;
  readonly giveUp: (entry: LogEntry, reason: unknown) => Promise<void>;
}

function startConsumer({ stream, group, state, closed, ...options }: ConsumerOptions): AsyncDisposable {
  const stopped = new AbortController();
  const signal = AbortSignal.any([stopped.signal, closed]);

  const takeSome = async () => {
    if (signal.aborted) return;
    state.next = Math.max(state.next, stream.first);
    const batch = stream.slice(state.next);
    const mine = batch.filter(({ onlyFor }) => onlyFor === undefined || onlyFor === group).map(({ entry }) => entry);
    const done = mine.length > 0 ? await settle(mine, { ...options, signal }) : 0;
    const last = mine[done - 1];
    state.next = done === mine.length ? state.next + batch.length : last ? Number(last.position) + 1 : state.next;
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
