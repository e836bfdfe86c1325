import type { PubSub } from "@marquee/pubsub";
import type { Redis, script } from "@marquee/redis";
import type { Logger } from "pino";
import { z } from "zod";
import { Bell } from "../../domain/live/bell.ts";
import { type LiveCountStore, type PartCounts, STALE_PART_MS } from "../../domain/live/live-count-store.ts";
import { LiveTally } from "../../domain/live/live-tally.ts";
import { pause } from "../../domain/pause.ts";
import { openPart, publishPart, readPart } from "./live-scripts.ts";

/** The copy is brought up to date this often, and at once when a publication is announced, but no sooner than the next after the last. */
const REFRESH_MS = 1_000;
const SHORTEST_MS = 50;
/** Two for each playable; so many for each call that none keeps Redis from others for more than a few milliseconds. */
const VALUES_AT_ONCE = 4_000;
/** A part whose titles come and go is written anew before the names of those that left are more than those that stay. */
const LEFT_AT_MOST = 1_000;

export interface RedisLiveCountsOptions {
  readonly redis: Redis;
  /** Between the processes: says that there is something new to read. */
  readonly pubSub: PubSub;
  readonly parts: number;
  readonly logger: Logger;
}

/** Live counts in Redis. Every process keeps a copy of all parts, so a question asks nobody, and followers cost no reads. */
export function redisLiveCountStore(options: RedisLiveCountsOptions): LiveCountStore {
  return new RedisLiveCounts(options);
}

/** Which counts of a part somebody has. */
interface Version {
  readonly epoch: number;
  readonly version: number;
}

/** What this process has written of a part. A version is used for one attempt only, since one that failed may have been carried out. */
interface Written {
  version: number;
  /** The epoch whose counts are surely there, all of them, at that version. */
  wholeEpoch: number | undefined;
  /** How many playables have left since all were written. */
  left: number;
}

type Script = ReturnType<typeof script>;

const nothing: Version = { epoch: 0, version: 0 };
const outcomes = z.enum(["TAKEN", "FENCED", "BEHIND"]);
const replies = z.tuple([z.coerce.number(), z.coerce.number(), z.coerce.number(), z.string(), z.string(), z.array(z.string())]).nullable();

class RedisLiveCounts implements LiveCountStore {
  readonly #options: RedisLiveCountsOptions;
  readonly #tally: LiveTally;
  /** What this process has read of each part. */
  readonly #read = new Map<number, Version>();
  /** What this process has written of its parts. */
  readonly #written = new Map<number, Written>();
  readonly #everyPart: readonly number[];
  /** The parts that something new was announced of. */
  readonly #outdated = new Set<number>();
  readonly #news = new Bell();
  readonly #closing = new AbortController();
  readonly #working: Promise<unknown>;

  constructor(options: RedisLiveCountsOptions) {
    this.#options = options;
    this.#tally = new LiveTally(options.parts);
    this.#everyPart = Array.from({ length: options.parts }, (_, part) => part);
    this.#working = Promise.all([...this.#everyPart.map((part) => this.#listen(part)), this.#refreshRegularly()]);
  }

  get parts(): number {
    return this.#options.parts;
  }

  get changes(): Pick<PubSub, "subscribe"> {
    return this.#tally.changes;
  }

  async open(part: number, epoch: number): Promise<boolean> {
    return (await this.#ask(openPart, part, [epoch])) === 1;
  }

  async publish(counts: PartCounts): Promise<boolean> {
    const { part, epoch, viewers, changed } = counts;
    const { wholeEpoch, left } = this.#writtenOf(part);
    const isEnough = changed !== undefined && wholeEpoch === epoch && left <= viewers.size + LEFT_AT_MOST;
    let outcome = isEnough ? await this.#write(counts, changed) : "BEHIND";
    if (outcome === "BEHIND") outcome = await this.#write(counts, undefined);
    if (outcome !== "TAKEN") return false;
    await this.#refresh(part);
    if (changed?.length !== 0) await this.#options.pubSub.publish(channelOf(part), null);
    return true;
  }

  async count(playableIds: readonly string[]) {
    this.#tally.age(Date.now());
    return playableIds.map((id) => this.#tally.count(id));
  }

  async top(first: number) {
    this.#tally.age(Date.now());
    return this.#tally.top(first);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#working;
  }

  /** Writes the counts of these playables, or all of them anew; in several calls where they are many. */
  async #write({ part, epoch, asOfMs, isExact, viewers }: PartCounts, changed: readonly string[] | undefined) {
    const written = this.#writtenOf(part);
    const values = (changed ?? [...viewers.keys()]).flatMap((id) => [id, viewers.get(id) ?? ""]);
    const left = changed ? written.left + changed.filter((id) => !viewers.has(id)).length : 0;
    written.wholeEpoch = undefined; // until all calls have gone well
    for (let at = 0, from = changed ? String(written.version) : ""; at === 0 || at < values.length; at += VALUES_AT_ONCE) {
      written.version += 1;
      const isLast = at + VALUES_AT_ONCE >= values.length;
      const head = [epoch, from, written.version, isLast ? asOfMs : "", Number(isExact)];
      const answer = await this.#ask(publishPart, part, [...head, ...values.slice(at, at + VALUES_AT_ONCE)]);
      const outcome = outcomes.parse(answer);
      if (outcome !== "TAKEN") return outcome;
      from = String(written.version);
    }
    Object.assign(written, { wholeEpoch: epoch, left });
    return "TAKEN";
  }

  #writtenOf(part: number): Written {
    const written = this.#written.get(part) ?? { version: 0, wholeEpoch: undefined, left: 0 };
    this.#written.set(part, written);
    return written;
  }

  async #listen(part: number): Promise<void> {
    for await (const _ of this.#options.pubSub.subscribe(channelOf(part), this.#closing.signal)) {
      this.#outdated.add(part);
      this.#news.ring();
    }
  }

  async #refreshRegularly(): Promise<void> {
    const { signal } = this.#closing;
    let isFailing = false;
    for (let allAtMs = 0; !signal.aborted; ) {
      const isAll = performance.now() >= allAtMs;
      if (isAll) allAtMs = performance.now() + REFRESH_MS;
      const parts = isAll ? this.#everyPart : [...this.#outdated];
      this.#outdated.clear();
      const refreshed = await Promise.allSettled(parts.map((part) => this.#refresh(part)));
      const failed = refreshed.find((outcome) => outcome.status === "rejected");
      if (failed && !isFailing) this.#options.logger.warn({ err: failed.reason }, "live counts cannot be read; they become unknown");
      isFailing = failed !== undefined;
      this.#tally.age(Date.now());
      await pause(SHORTEST_MS, signal);
      await this.#news.heard(allAtMs - performance.now(), signal);
    }
  }

  /** Brings the copy of a part up to date. Where Redis has nothing, or what is older, the copy stands until it is too old. */
  async #refresh(part: number): Promise<void> {
    const has = this.#has(part);
    const reply = replies.parse(await this.#ask(readPart, part, [has.epoch, has.version, Date.now() - STALE_PART_MS + 1]));
    if (!reply) return;
    const [epoch, version, asOfMs, isExact, isAll, values] = reply;
    const now = this.#has(part); // another answer may have come in between
    if (isAll === "0" && now === nothing) return;
    if (epoch < now.epoch || (epoch === now.epoch && version < now.version)) return;
    this.#read.set(part, { epoch, version });
    this.#tally.take({ part, asOfMs, isExact: isExact === "1", isAll: isAll === "1", viewers: inPairs(values) });
  }

  #has(part: number): Version {
    return (this.#tally.knows(part) && this.#read.get(part)) || nothing;
  }

  #ask(run: Script, part: number, args: readonly (string | number)[]): Promise<unknown> {
    const { redis } = this.#options;
    const keys = ["meta", "counts", "changes"].map((name) => redis.key(`live-${part}`, name));
    return run(redis.client, { keys, arguments: args.map(String) });
  }
}

const channelOf = (part: number) => `live-counts:${part}`;

function* inPairs(values: readonly string[]): Iterable<readonly [string, number | undefined]> {
  for (let at = 0; at + 1 < values.length; at += 2) {
    const [id = "", viewers = ""] = [values[at], values[at + 1]];
    yield [id, viewers === "" ? undefined : Number(viewers)];
  }
}
