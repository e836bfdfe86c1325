import { setTimeout } from "node:timers/promises";
import type { Redis, RedisConnection } from "@marquee/redis";
import type { Logger } from "pino";
import { isBehind, type RawEntry } from "./entry.ts";

/** How long Redis holds a reading for which there is nothing; whoever comes meanwhile waits as long. */
const BLOCK_MS = 250;
/** A pause after each reading that found something, so that a busy stream is read in batches. */
const GATHER_MS = 10;
const RETRY_MS = 250;
const BATCH = 1_000;

/** What somebody waits for: the entries of a stream behind one. */
interface Request {
  readonly key: string;
  readonly after: string;
  readonly answer: (entries: readonly RawEntry[]) => void;
}

/** The readers of this process, one connection for all streams of a hash tag. */
export class SharedReaders implements AsyncDisposable {
  readonly #redis: Redis;
  readonly #logger: Logger;
  readonly #readers = new Map<string, SharedReader>();

  constructor(redis: Redis, logger: Logger) {
    this.#redis = redis;
    this.#logger = logger;
  }

  /** The entries of a stream behind one, at least one, as soon as there are; none when the signal aborted. An outage is waited out. */
  next(key: string, after: string, signal: AbortSignal): Promise<readonly RawEntry[]> {
    const tag = key.slice(0, key.indexOf("}"));
    const reader = this.#readers.get(tag) ?? new SharedReader(this.#redis, this.#logger);
    this.#readers.set(tag, reader);
    return reader.next(key, after, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader[Symbol.asyncDispose]()));
  }
}

class SharedReader implements AsyncDisposable {
  readonly #redis: Redis;
  readonly #logger: Logger;
  readonly #requests = new Set<Request>();
  readonly #closing = new AbortController();
  #connection: RedisConnection | undefined;
  #reading: Promise<void> | undefined;

  constructor(redis: Redis, logger: Logger) {
    this.#redis = redis;
    this.#logger = logger;
  }

  async next(key: string, after: string, signal: AbortSignal): Promise<readonly RawEntry[]> {
    if (signal.aborted || this.#closing.signal.aborted) return [];
    const { promise, resolve } = Promise.withResolvers<readonly RawEntry[]>();
    const request = { key, after, answer: resolve };
    const leave = () => resolve([]);
    this.#requests.add(request);
    signal.addEventListener("abort", leave);
    this.#reading ??= this.#read();
    try {
      return await promise;
    } finally {
      this.#requests.delete(request);
      signal.removeEventListener("abort", leave);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    for (const { answer } of this.#requests) answer([]);
    await this.#connection?.[Symbol.asyncDispose]();
    await this.#reading;
  }

  async #read(): Promise<void> {
    const { signal } = this.#closing;
    let isFailing = false;
    while (this.#requests.size > 0 && !signal.aborted) {
      try {
        const found = await this.#readOnce();
        isFailing = false;
        if (found) await pause(GATHER_MS, signal);
      } catch (error) {
        if (!isFailing && !signal.aborted) this.#logger.warn({ err: error }, "the event log cannot be read now; trying again");
        isFailing = true;
        await pause(RETRY_MS, signal);
      }
    }
    this.#reading = undefined;
  }

  /** Reads for everybody who waits, each stream from the position that is least far. True when there was something. */
  async #readOnce(): Promise<boolean> {
    this.#connection ??= await this.#connect();
    const starts = new Map<string, string>();
    for (const { key, after } of this.#requests) {
      const start = starts.get(key);
      if (start === undefined || isBehind(start, after)) starts.set(key, after);
    }
    const streams = [...starts].map(([key, id]) => ({ key, id }));
    const replies = (await this.#connection.client.xRead(streams, { COUNT: BATCH, BLOCK: BLOCK_MS })) ?? [];
    for (const { name, messages } of replies) this.#hand(name, messages);
    return replies.length > 0;
  }

  async #connect(): Promise<RedisConnection> {
    const connection = await this.#redis.duplicate();
    if (this.#closing.signal.aborted) await connection[Symbol.asyncDispose]();
    return connection;
  }

  #hand(key: string, entries: readonly RawEntry[]): void {
    for (const request of this.#requests) {
      if (request.key !== key) continue;
      const behind = entries.filter(({ id }) => isBehind(id, request.after));
      if (behind.length > 0) request.answer(behind);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<unknown> {
  return setTimeout(ms, undefined, { signal }).catch(() => {});
}
