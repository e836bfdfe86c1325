import type { EventLog, LogEntry } from "@marquee/event-log";
import { LogOverflow } from "@marquee/event-log";
import { viewStream } from "@marquee/events";
import type { PubSub } from "@marquee/pubsub";
import type { ViewEventStore } from "@marquee/view-events";
import type { Logger } from "pino";
import { channels } from "../domain/live/channels.ts";
import type { LiveCountStore, PartCounts } from "../domain/live/live-count-store.ts";
import { LivePart } from "../domain/live/live-part.ts";
import { readViewEvent } from "../domain/live/read-view-event.ts";
import { rebuildPart } from "../domain/live/rebuild-part.ts";
import { pause, retryDelayMs } from "../domain/pause.ts";
import { COUNTING_MS } from "../domain/thresholds.ts";

const PUBLISH_EVERY_MS = 1_000;
const CHECK_GENERATION_EVERY_MS = 5_000;

export interface LiveOwnerOptions {
  /** The parts that this process owns; no other one does. */
  readonly parts: readonly number[];
  readonly maxSessionsPerPart: number;
  readonly eventLog: EventLog;
  readonly viewEvents: ViewEventStore;
  readonly liveCounts: LiveCountStore;
  readonly pubSub: PubSub;
  readonly logger: Logger;
}

/** Counts the live sessions of the parts it owns and publishes them every second. Disposing it ends that; its parts become unknown. */
export function startLiveOwner(options: LiveOwnerOptions): AsyncDisposable {
  const owner = new LiveOwner(options);
  return { [Symbol.asyncDispose]: () => owner.stop() };
}

/** A part whose sessions are known. */
interface OwnedPart {
  readonly live: LivePart;
  asOfMs: number;
  handledAtMs: number;
  wasExact: boolean | undefined;
}

class LiveOwner {
  readonly #options: LiveOwnerOptions;
  readonly #owned = new Map<number, OwnedPart>();
  readonly #stopping = new AbortController();
  readonly #working: Promise<unknown>;
  /** Aborted when the log has lost what it held. */
  #generation = new AbortController();
  #unreadable = 0;

  constructor(options: LiveOwnerOptions) {
    this.#options = options;
    this.#working = Promise.all([
      ...options.parts.map((part) => this.#own(part)),
      this.#repeat(PUBLISH_EVERY_MS, "live counts could not be published", () => this.#publish()),
      this.#watchGeneration(),
    ]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
  }

  async #own(part: number): Promise<void> {
    const stopping = this.#stopping.signal;
    for (let failures = 0; !stopping.aborted; ) {
      try {
        await this.#follow(part, AbortSignal.any([stopping, this.#generation.signal]), () => {
          failures = 0;
        });
      } catch (error) {
        failures += 1;
        const reason = error instanceof LogOverflow ? "fell behind the log" : "failed";
        this.#options.logger.warn({ err: error, part }, `counting live viewers ${reason}; it begins again from the stored events`);
      } finally {
        this.#owned.delete(part);
        await this.#forget(part);
      }
      if (failures > 0) await pause(retryDelayMs(failures), stopping);
    }
  }

  /** Brings the part back, then takes what comes over the log, until the signal aborts. */
  async #follow(part: number, signal: AbortSignal, onRebuilt: () => void): Promise<void> {
    const { eventLog, viewEvents, maxSessionsPerPart } = this.#options;
    const startedAtMs = Date.now();
    const live = new LivePart({ part, maxSessions: maxSessionsPerPart });
    // Opened before the store is read, and from the oldest on, so that no event falls between the two; what is in both counts once.
    const entries = eventLog.read(viewStream(part), "oldest", signal);
    await rebuildPart(live, part, viewEvents, startedAtMs);
    if (signal.aborted) return;

    const owned = { live, asOfMs: startedAtMs, handledAtMs: startedAtMs, wasExact: undefined };
    this.#owned.set(part, owned);
    onRebuilt();
    for await (const batch of entries) this.#take(batch, owned);
  }

  #take(batch: readonly LogEntry[], owned: OwnedPart): void {
    const nowMs = Date.now();
    for (const { value, appendedAtMs } of batch) {
      if (appendedAtMs + COUNTING_MS <= nowMs) continue;
      const event = readViewEvent(value);
      if (event) owned.live.apply(event, appendedAtMs, nowMs);
      else this.#unreadable += 1;
    }
    owned.asOfMs = Math.max(owned.asOfMs, batch.at(-1)?.appendedAtMs ?? 0);
    owned.handledAtMs = nowMs;
  }

  async #publish(): Promise<void> {
    const { liveCounts, pubSub, logger } = this.#options;
    const changed = new Set<string>();
    let hasOtherPrecision = false;
    for (const [part, owned] of this.#owned) {
      const counts = countsNow(owned);
      await liveCounts.publish(counts);
      if (!this.#owned.has(part)) await liveCounts.forget(part); // lost while it was being published
      hasOtherPrecision ||= owned.wasExact !== counts.isExact;
      owned.wasExact = counts.isExact;
      for (const playableId of owned.live.takeChanged()) changed.add(playableId);
    }
    await Promise.all([...changed].map((playableId) => pubSub.publish(channels.playable(playableId), null)));
    if (changed.size > 0) await pubSub.publish(channels.any, null);
    if (hasOtherPrecision) await pubSub.publish(channels.precision, null);

    if (this.#unreadable > 0) logger.warn({ entries: this.#unreadable }, "skipped log entries that are no view events");
    this.#unreadable = 0;
  }

  async #forget(part: number): Promise<void> {
    try {
      await this.#options.liveCounts.forget(part);
      await this.#options.pubSub.publish(channels.precision, null);
    } catch (error) {
      this.#options.logger.warn({ err: error, part }, "a part could not be made unknown; it becomes so by its age");
    }
  }

  async #watchGeneration(): Promise<void> {
    let known: string | undefined;
    await this.#repeat(CHECK_GENERATION_EVERY_MS, "the log's generation could not be read", async () => {
      const generation = await this.#options.eventLog.generation();
      if (known !== undefined && generation !== known) {
        this.#options.logger.warn("the event log has lost what it held; live viewers are counted from the stored events again");
        this.#generation.abort();
        this.#generation = new AbortController();
      }
      known = generation;
    });
  }

  /** Does something now and then every so often, until stopped. Says once when it begins to fail. */
  async #repeat(everyMs: number, complaint: string, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    for (let isFailing = false; !signal.aborted; await pause(everyMs, signal)) {
      try {
        await work();
        isFailing = false;
      } catch (error) {
        if (!isFailing) this.#options.logger.warn({ err: error }, complaint);
        isFailing = true;
      }
    }
  }
}

/** A reader that has waited for a second has read everything; a busy one has read up to the last entry. */
function countsNow(owned: OwnedPart): PartCounts {
  const nowMs = Date.now();
  if (nowMs - owned.handledAtMs >= PUBLISH_EVERY_MS) owned.asOfMs = nowMs;
  return owned.live.counts(nowMs, owned.asOfMs);
}
