import { randomUUID } from "node:crypto";
import type { Redis } from "@marquee/redis";
import type { Logger } from "pino";
import type { EventLog } from "../event-log.ts";
import { defaultRetryPausesMs } from "../settle.ts";
import { append, type Bounds } from "./append.ts";
import { asideOf } from "./aside.ts";
import { startGroupWorker } from "./group-worker.ts";
import { readStream } from "./read-stream.ts";
import { SharedReaders } from "./shared-readers.ts";

export interface RedisLogOptions extends Partial<Bounds> {
  /** Pauses before a message is handed out again; their number is the number of retries. */
  readonly retryPausesMs?: readonly number[];
}

/** Nobody publishes everything again more often than this, however often something was lost. */
const LOSS_COUNTS_ONCE_MS = 60_000;

/**
 * A log in Redis Streams. Disposing it ends its readers and workers; the `redis` it was given stays open.
 *
 * Streams whose names are alike up to the dot lie on one node of a cluster, so that one connection reads all parts of something.
 */
export function redisEventLog(redis: Redis, logger: Logger, options: RedisLogOptions = {}): EventLog {
  const { maxEntries = 1_000_000, maxPartEntries = 50_000, keepPartMs = 180_000, retryPausesMs = defaultRetryPausesMs } = options;
  const bounds = { maxEntries, maxPartEntries, keepPartMs };
  const open = new AbortController();
  const readers = new SharedReaders(redis, logger);
  const aside = asideOf(redis);
  const born = redis.key("log", "born");

  /** To be called when a group finds that messages were dropped before it had them: the generation changes, so all state is published again. */
  const lost = async () => {
    const first = await redis.client.set(redis.key("log", "lost"), "", {
      condition: "NX",
      expiration: { type: "PX", value: LOSS_COUNTS_ONCE_MS },
    });
    if (first) await redis.client.del(born);
  };

  return {
    async generation() {
      await redis.client.set(born, randomUUID(), { condition: "NX" });
      const [life, runId] = await Promise.all([redis.client.get(born), redis.runId()]);
      return `${life}/${runId}`;
    },
    append: (stream, messages) => append(redis, bounds, { stream, messages }),
    read: (stream, from, signal) =>
      readStream({ redis, readers, key: redis.key(stream), from, signal: AbortSignal.any([signal, open.signal]) }),
    consume: (stream, group, handle, onSetAside) =>
      startGroupWorker({ redis, logger, stream, group, aside, lost, retryPausesMs, handle, onSetAside, closed: open.signal }),
    setAside: (of = {}) => aside.list(of),
    countSetAside: async (of = {}) => (await aside.list(of)).length,
    replay: (of = {}) => aside.take(of, ({ stream, group, entry }) => append(redis, bounds, { stream, messages: [entry], onlyFor: group })),
    async [Symbol.asyncDispose]() {
      open.abort();
      await readers[Symbol.asyncDispose]();
    },
  };
}
