import { setTimeout } from "node:timers/promises";
import type { Redis, RedisConnection } from "@marquee/redis";
import type { Logger } from "pino";
import { Listeners } from "./listeners.ts";
import type { PubSub } from "./pubsub.ts";

const RETRY_MS = 250;

/**
 * Pub/sub over Redis, with one connection for all subscriptions of a process. Whoever listens is woken without a message once the
 * subscription holds, and again after each outage. Publishing never rejects: while Redis is away the message is one of those that are lost.
 */
export function redisPubSub(redis: Redis, logger: Logger): PubSub & AsyncDisposable {
  const subscriptions = new Subscriptions(redis, logger);
  let isFailing = false;
  return {
    async publish(channel, message) {
      try {
        await redis.client.publish(redis.key("channels", channel), JSON.stringify(message ?? null));
        isFailing = false;
      } catch (error) {
        if (!isFailing) logger.warn({ err: error, channel }, "what listens could not be woken");
        isFailing = true;
      }
    },
    subscribe: (channel, signal) => subscriptions.listen(channel, signal),
    [Symbol.asyncDispose]: () => subscriptions[Symbol.asyncDispose](),
  };
}

/** Keeps what Redis is subscribed to alike with what is listened to. */
class Subscriptions implements AsyncDisposable {
  readonly #redis: Redis;
  readonly #logger: Logger;
  readonly #closing = new AbortController();
  readonly #listeners = new Listeners(() => this.#align());
  /** What the connection, as it is now, is subscribed to. */
  #subscribed = new Set<string>();
  #connection: RedisConnection | undefined;
  #aligning: Promise<void> | undefined;
  #isAligned = true;

  constructor(redis: Redis, logger: Logger) {
    this.#redis = redis;
    this.#logger = logger;
  }

  listen(channel: string, signal: AbortSignal): AsyncIterableIterator<unknown> {
    return this.#listeners.add(channel, AbortSignal.any([signal, this.#closing.signal]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#connection?.[Symbol.asyncDispose]();
    await this.#aligning;
  }

  #align(): void {
    this.#isAligned = false;
    this.#aligning ??= this.#alignPatiently();
  }

  async #alignPatiently(): Promise<void> {
    const { signal } = this.#closing;
    let isFailing = false;
    while (!this.#isAligned && !signal.aborted) {
      this.#isAligned = true;
      try {
        await this.#alignOnce();
        isFailing = false;
      } catch (error) {
        this.#isAligned = false;
        if (!isFailing && !signal.aborted) this.#logger.warn({ err: error }, "Redis cannot be subscribed to now; trying again");
        isFailing = true;
        await setTimeout(RETRY_MS, undefined, { signal }).catch(() => {});
      }
    }
    this.#aligning = undefined; // in the same step as the last look at what is wanted, so that no change falls between
  }

  async #alignOnce(): Promise<void> {
    const connection = await this.#connect();
    const subscribed = this.#subscribed;
    const wanted = new Set(this.#listeners.channels);
    const added = [...wanted].filter((channel) => !subscribed.has(channel));
    const removed = [...subscribed].filter((channel) => !wanted.has(channel));
    const keyOf = (channel: string) => this.#redis.key("channels", channel);
    for (const channel of removed) {
      await connection.client.unsubscribe(keyOf(channel));
      subscribed.delete(channel);
    }
    for (const channel of added) {
      await connection.client.subscribe(keyOf(channel), (text) => this.#listeners.tell(channel, JSON.parse(text)));
      subscribed.add(channel);
      this.#listeners.tell(channel, undefined); // what was published before the subscription held was missed
    }
  }

  async #connect(): Promise<RedisConnection> {
    if (this.#connection) return this.#connection;
    const connection = await this.#redis.duplicate();
    if (this.#closing.signal.aborted) await connection[Symbol.asyncDispose]();
    connection.onConnected(() => {
      this.#subscribed = new Set();
      this.#align();
    }, this.#closing.signal);
    this.#connection = connection;
    return connection;
  }
}
