import type { EventLog, LogEntry } from "@marquee/event-log";
import { LogOverflow } from "@marquee/event-log";
import { viewStream } from "@marquee/events";
import type { ViewEventStore } from "@marquee/view-events";
import type { Logger } from "pino";
import { Bell } from "../domain/live/bell.ts";
import type { LiveCountStore } from "../domain/live/live-count-store.ts";
import { LivePart } from "../domain/live/live-part.ts";
import type { PartLease, PartLeases } from "../domain/live/part-leases.ts";
import { readViewEvent } from "../domain/live/read-view-event.ts";
import { rebuildPart } from "../domain/live/rebuild-part.ts";
import { pause, retryDelayMs } from "../domain/pause.ts";
import { COUNTING_MS } from "../domain/thresholds.ts";
import { PartHolder } from "./part-holder.ts";

/** Every part is published this often, if only with a new `asOf`. */
const BEAT_MS = 1_000;
/** A change is published at once, but no sooner than this after the publication before. */
const SHORTEST_MS = 200;
const CHECK_LOG_EVERY_MS = 2_000;
/** What was appended before that and can still count is in the event store. */
const READ_BACK_MS = 60_000;

export interface LiveOwnerOptions {
  /** Which parts are this process's to count. */
  readonly leases: PartLeases;
  readonly maxSessionsPerPart: number;
  readonly eventLog: EventLog;
  readonly viewEvents: ViewEventStore;
  readonly liveCounts: LiveCountStore;
  readonly logger: Logger;
}

export interface LiveOwner extends AsyncDisposable {
  /** Resolves when it was tried once to get a share of the parts. */
  readonly begun: Promise<void>;
  /** The parts that this process looks after; all of them while it cannot be known who looks after which. */
  parts(): readonly number[];
}

/**
 * Counts the live sessions of this process's share of the parts and publishes them. Disposing it ends that, and others take over; what it
 * said of its parts stands until they speak, or it is too old.
 */
export function startLiveOwner(options: LiveOwnerOptions): LiveOwner {
  return new Owner(options);
}

/** A part whose sessions are known. */
interface OwnedPart {
  readonly lease: PartLease;
  readonly live: LivePart;
  asOfMs: number;
  handledAtMs: number;
}

class Owner implements LiveOwner {
  readonly #options: LiveOwnerOptions;
  readonly #owned = new Map<number, OwnedPart>();
  readonly #stopping = new AbortController();
  readonly #holder: PartHolder;
  readonly #working: Promise<unknown>;
  readonly #changed = new Bell();
  /** Aborted when the log may have lost something. */
  #unbroken = new AbortController();
  /** The log cannot be reached, so that nothing is known of what it holds. */
  #isBroken = false;
  #unreadable = 0;

  constructor(options: LiveOwnerOptions) {
    const { leases, logger } = options;
    this.#options = options;
    this.#holder = new PartHolder({ leases, logger, work: (lease, signal) => this.#own(lease, signal) });
    this.#working = Promise.all([this.#publishRegularly(), this.#watchLog()]);
  }

  get begun(): Promise<void> {
    return this.#holder.begun;
  }

  parts(): readonly number[] {
    return this.#holder.isReachable ? this.#holder.parts() : Array.from({ length: this.#options.leases.parts }, (_, part) => part);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#working;
    await this.#holder[Symbol.asyncDispose]();
  }

  /** Counts a part, beginning again whenever track of it was lost, until the signal aborts. */
  async #own(lease: PartLease, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      const attempt = new AbortController();
      try {
        if (!(await this.#options.liveCounts.open(lease.part, lease.epoch))) return this.#holder.drop(lease);
        await this.#follow(lease, AbortSignal.any([signal, this.#unbroken.signal, attempt.signal]), () => {
          failures = 0;
        });
      } catch (error) {
        failures += 1;
        const reason = error instanceof LogOverflow ? "fell behind the log" : "failed";
        const text = `counting live viewers ${reason}; it begins again from the stored events`;
        if (failures === 1) this.#options.logger.warn({ err: error, part: lease.part }, text); // once, however long it goes on
      } finally {
        attempt.abort();
        if (this.#owned.get(lease.part)?.lease === lease) this.#owned.delete(lease.part);
      }
      if (failures > 0) await pause(retryDelayMs(failures), signal);
    }
  }

  /** Brings the part back, then takes what comes over the log, until the signal aborts. */
  async #follow(lease: PartLease, signal: AbortSignal, onRebuilt: () => void): Promise<void> {
    const { eventLog, viewEvents, maxSessionsPerPart } = this.#options;
    const startedAtMs = Date.now();
    const live = new LivePart(maxSessionsPerPart);
    // Opened before the store is read, so that no event falls between the two; what is in both counts once.
    const entries = eventLog.read(viewStream(lease.part), { sinceMs: startedAtMs - READ_BACK_MS }, signal);
    await rebuildPart(live, lease.part, viewEvents, startedAtMs);
    if (signal.aborted) return;

    const owned = { lease, live, asOfMs: startedAtMs, handledAtMs: startedAtMs };
    this.#owned.set(lease.part, owned);
    onRebuilt();
    this.#changed.ring();
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
    if (owned.live.hasChanged) this.#changed.ring();
  }

  async #publishRegularly(): Promise<void> {
    const { signal } = this.#stopping;
    const complain = this.#complaint("live counts could not be published");
    for (let beatAtMs = Date.now(); !signal.aborted; ) {
      const isBeat = Date.now() >= beatAtMs;
      if (isBeat) {
        beatAtMs = Date.now() + BEAT_MS;
        for (const { live } of this.#owned.values()) live.expire(Date.now());
      }
      const due = [...this.#owned.values()].filter(({ live }) => isBeat || live.hasChanged);
      const published = await Promise.allSettled(due.map((owned) => this.#publish(owned)));
      complain(published.find((outcome) => outcome.status === "rejected"));

      if (this.#unreadable > 0) this.#options.logger.warn({ entries: this.#unreadable }, "skipped log entries that are no view events");
      this.#unreadable = 0;
      await pause(Math.min(SHORTEST_MS, beatAtMs - Date.now()), signal);
      await this.#changed.heard(beatAtMs - Date.now(), signal);
    }
  }

  async #publish(owned: OwnedPart): Promise<void> {
    const { lease, live } = owned;
    const nowMs = Date.now();
    // A reader that has waited for a second has read everything; a busy one has read up to the last entry.
    if (!this.#isBroken && nowMs - owned.handledAtMs >= BEAT_MS) owned.asOfMs = nowMs;
    if (!this.#holder.holds(lease)) return;
    const { asOfMs } = owned;
    const changed = live.takeChanged();
    try {
      const counts = { ...lease, asOfMs, isExact: live.isExact(nowMs), viewers: live.viewers, changed };
      if (!(await this.#options.liveCounts.publish(counts))) this.#holder.drop(lease);
    } catch (error) {
      live.markAllChanged();
      throw error;
    }
  }

  /** Has all parts rebuilt when the log is another one than before, or could not be reached, and so not be appended to, in between. */
  async #watchLog(): Promise<void> {
    const { signal } = this.#stopping;
    const complain = this.#complaint("the log's generation could not be read");
    for (let known: string | undefined; !signal.aborted; await pause(CHECK_LOG_EVERY_MS, signal)) {
      try {
        const generation = await this.#options.eventLog.generation();
        if (this.#isBroken || (known !== undefined && generation !== known)) {
          this.#options.logger.warn("the event log may have lost something; live viewers are counted from the stored events again");
          this.#unbroken.abort();
          this.#unbroken = new AbortController();
        }
        known = generation;
        this.#isBroken = false;
        complain(undefined);
      } catch (error) {
        this.#isBroken = true;
        complain({ reason: error });
      }
    }
  }

  /** Logs a failure that goes on once, when it begins. */
  #complaint(text: string): (failure: { readonly reason?: unknown } | undefined) => void {
    let isFailing = false;
    return (failure) => {
      if (failure && !isFailing) this.#options.logger.warn({ err: failure.reason }, text);
      isFailing = failure !== undefined;
    };
  }
}
