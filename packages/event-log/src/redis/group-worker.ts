import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { ErrorReply, type Redis } from "@marquee/redis";
import type { Logger } from "pino";

import type { Consumer, LogEntry } from "../event-log.ts";
import { settle } from "../settle.ts";
import type { Aside } from "./aside.ts";
import { entryOf, isNext, NO_ENTRY, onlyForOf, type RawEntry } from "./entry.ts";
import { takeLease } from "./lease.ts";
import { trimBelowSlowest } from "./trim.ts";

const POLL_MS = 100;
const ASK_FOR_LEASE_MS = 1_000;
const TRIM_EVERY_MS = 30_000;
const BATCH = 500;
/** One name for all workers of a group, since one is active at a time: what a dead one had taken is the next one's. */
const WORKER = "worker";

export interface GroupWorkerOptions {
  readonly redis: Redis;
  readonly logger: Logger;
  readonly stream: string;
  readonly group: string;
  readonly aside: Aside;
  /** Called when messages were dropped before this group had them. */
  readonly lost: () => Promise<void>;
  readonly retryPausesMs: readonly number[];
  readonly handle: (entries: readonly LogEntry[]) => Promise<void>;
  readonly onSetAside: (entry: LogEntry, reason: unknown) => void;
  readonly closed: AbortSignal;
}

/**
 * A worker of a consumer group. A lease makes one worker of the group active at a time: two that take turns over Redis' own distribution
 * would handle messages of one key out of order. A worker that was stopped past its lease may finish the message in hand beside its
 * successor, which idempotent handlers do not notice.
 */
export function startGroupWorker(options: GroupWorkerOptions): Consumer {
  const stopped = new AbortController();
  const worker = new GroupWorker(options, AbortSignal.any([stopped.signal, options.closed]));
  const working = worker.work();
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await working;
    },
  };
}

class GroupWorker {
  readonly #options: GroupWorkerOptions;
  readonly #signal: AbortSignal;
  readonly #key: string;
  readonly #id = randomUUID();
  #trimAtMs = 0;

  constructor(options: GroupWorkerOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#key = options.redis.key(options.stream);
  }

  async work(): Promise<void> {
    const { redis, logger, stream, group } = this.#options;
    let isFailing = false;
    while (!this.#signal.aborted) {
      try {
        await using lease = await takeLease(redis, redis.key(stream, "active", group), this.#id);
        isFailing = false;
        if (lease) await this.#serve(AbortSignal.any([this.#signal, lease.signal]));
      } catch (error) {
        if (!isFailing && !this.#signal.aborted)
          logger.warn({ err: error, stream, group }, "the event log cannot be consumed now; trying again");
        isFailing = true;
      }
      await pause(ASK_FOR_LEASE_MS, this.#signal);
    }
  }

  /** Takes messages as the group's active worker until the signal aborts: first what a worker before had taken and not acknowledged. */
  async #serve(signal: AbortSignal): Promise<void> {
    let last = await this.#joinGroup();
    for await (const raw of this.#unacknowledged(signal)) await this.#settle(raw, signal);
    while (!signal.aborted) {
      const raw = await this.#take();
      const [first] = raw;
      if (first) {
        if (!isNext(first.id, last)) await this.#noticeLoss(last, first.id);
        last = raw.at(-1)?.id ?? last;
        await this.#settle(raw, signal);
      } else await pause(POLL_MS, signal);
      await this.#trim();
    }
  }

  /** Makes the group where it is new. Returns the last entry that was ever handed to it. */
  async #joinGroup(): Promise<string> {
    const { redis, group } = this.#options;
    try {
      await redis.client.xGroupCreate(this.#key, group, NO_ENTRY, { MKSTREAM: true });
    } catch (error) {
      if (!(error instanceof ErrorReply && error.message.startsWith("BUSYGROUP"))) throw error;
    }
    const groups = await redis.client.xInfoGroups(this.#key);
    return groups.find(({ name }) => name === group)?.["last-delivered-id"] ?? NO_ENTRY;
  }

  async *#unacknowledged(signal: AbortSignal): AsyncGenerator<readonly RawEntry[]> {
    const { redis, group } = this.#options;
    let from = NO_ENTRY;
    do {
      // What was dropped from the stream meanwhile leaves the group here, too.
      const { nextId, messages } = await redis.client.xAutoClaim(this.#key, group, WORKER, 0, from, { COUNT: BATCH });
      const raw: readonly RawEntry[] = messages.filter((message) => message !== null);
      if (raw.length > 0) yield raw;
      from = nextId;
    } while (from !== NO_ENTRY && !signal.aborted);
  }

  async #take(): Promise<readonly RawEntry[]> {
    const { redis, group } = this.#options;
    const replies = await redis.client.xReadGroup(group, WORKER, { key: this.#key, id: ">" }, { COUNT: BATCH });
    return replies?.[0]?.messages ?? [];
  }

  async #settle(raw: readonly RawEntry[], signal: AbortSignal): Promise<void> {
    const { redis, group, handle, retryPausesMs } = this.#options;
    const others = raw.filter((each) => (onlyForOf(each) ?? group) !== group).map(({ id }) => id);
    const mine = raw.filter((each) => (onlyForOf(each) ?? group) === group).map(entryOf);
    const giveUp = (entry: LogEntry, reason: unknown) => this.#giveUp(entry, reason);
    const done = mine.length > 0 ? await settle(mine, { handle, giveUp, retryPausesMs, signal }) : 0;
    const ids = [...others, ...mine.slice(0, done).map(({ position }) => position)];
    if (ids.length > 0) await redis.client.xAck(this.#key, group, ids);
  }

  async #giveUp(entry: LogEntry, reason: unknown): Promise<void> {
    const { stream, group, aside, onSetAside } = this.#options;
    await aside.put({ stream, group, entry, reason: String(reason), setAsideAtMs: Date.now() });
    onSetAside(entry, reason);
  }

  async #noticeLoss(last: string, first: string): Promise<void> {
    const { logger, stream, group, lost } = this.#options;
    logger.warn(
      { stream, group, last, first },
      "messages were dropped before the group had them; their publishers are asked for them again",
    );
    await lost();
  }

  async #trim(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs < this.#trimAtMs) return;
    this.#trimAtMs = nowMs + TRIM_EVERY_MS;
    await trimBelowSlowest(this.#options.redis, this.#key);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<unknown> {
  return setTimeout(ms, undefined, { signal }).catch(() => {});
}
