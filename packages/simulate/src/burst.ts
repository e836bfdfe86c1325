import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import type { Load } from "./load.ts";
import { type Answer, isFinal, type PlaybackEvent, type Reports, retryDelayMs } from "./reports.ts";

/** How a stretch of a burst went. */
export interface Stretch {
  readonly attemptsPerSecond: number;
  readonly acknowledgedPerSecond: number;
  /** Answers "try again". */
  readonly refusals: number;
  /** The same by what they gave as their reason: a service that refuses is told from another that does. */
  readonly refusalsBy: Readonly<Record<string, { readonly times: number; readonly slowestMs: number }>>;
  /** How long these and errors took to come. */
  readonly slowestRefusalMs: number;
  readonly refusalP99Ms: number;
  /** How late this process itself was at its latest: an answer seems as much slower as that. */
  readonly ownLagMs: number;
  /** What came instead of an answer, and how often. */
  readonly failures: Readonly<Record<string, number>>;
}

interface Session {
  readonly reports: Reports;
  readonly durationSeconds: number;
  lastMs: number;
}

interface Pending {
  readonly session: Session;
  readonly event: PlaybackEvent;
  readonly waiting: Disposable;
  attempts: number;
  dueMs: number;
}

/** What more would only fill this process's memory. */
const MOST_AT_ONCE = 5_000;
const TICK_MS = 5;

/**
 * Events as fast as is asked, one a request, from sessions that do nothing else: each device has one, and says at each event that it has
 * watched since the one before. What is refused is sent again when the answer says so, before anything new.
 */
export class Burst {
  readonly #load: Load;
  readonly #sessions: readonly Session[];
  readonly #pending: Pending[] = [];
  #turn = 0;

  private constructor(load: Load, sessions: readonly Session[]) {
    this.#load = load;
    this.#sessions = sessions;
  }

  /** Starts a session for each device. */
  static async prepare(load: Load): Promise<Burst> {
    const sessions = await Promise.all(
      load.devices.map(async (device, number): Promise<Session> => {
        const title = load.titles[number % load.titles.length];
        if (!title) throw new Error("There is no title to watch.");
        const { reports } = await device.start(title);
        return { reports, durationSeconds: title.durationSeconds, lastMs: performance.now() };
      }),
    );
    return new Burst(load, sessions);
  }

  /** So many at once, each followed by the next: as fast as the graph takes them. */
  async closedLoop({ atOnce, seconds }: { readonly atOnce: number; readonly seconds: number }): Promise<Stretch> {
    const measure = new Measure();
    const until = performance.now() + seconds * 1_000;
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (performance.now() < until) await this.#attempt(this.#next(), measure);
      }),
    );
    return measure.stretch(seconds);
  }

  /** So many a second, whether or not the graph takes them. */
  async openLoop({ perSecond, seconds }: { readonly perSecond: number; readonly seconds: number }): Promise<Stretch> {
    const measure = new Measure();
    const underWay = new Set<Promise<void>>();
    const beganAt = performance.now();
    for (let offered = 0; performance.now() < beganAt + seconds * 1_000; ) {
      const target = Math.floor(((performance.now() - beganAt) / 1_000) * perSecond);
      for (; offered < target; offered += 1) {
        if (underWay.size >= MOST_AT_ONCE) continue;
        const attempt = this.#attempt(this.#next(), measure).finally(() => underWay.delete(attempt));
        underWay.add(attempt);
      }
      await setTimeout(TICK_MS, undefined, { signal: this.#load.graph.signal });
    }
    const stretch = measure.stretch(seconds);
    await Promise.all(underWay);
    return { ...measure.stretch(seconds), acknowledgedPerSecond: stretch.acknowledgedPerSecond };
  }

  /** Sends what was refused until all is answered for good. */
  async drain(): Promise<void> {
    const measure = new Measure();
    const worker = async () => {
      while (this.#pending.length > 0) {
        const due = this.#takeDue();
        if (due) await this.#attempt(due, measure);
        else await setTimeout(20, undefined, { signal: this.#load.graph.signal });
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
  }

  #next(): Pending {
    const due = this.#takeDue();
    if (due) return due;
    this.#turn += 1;
    const session = this.#sessions[this.#turn % this.#sessions.length];
    if (!session) throw new Error("There is no device.");
    const now = performance.now();
    const watchedMs = Math.floor(now - session.lastMs);
    session.lastMs += watchedMs;
    const event = session.reports.next("PLAYING", (this.#turn / 10) % session.durationSeconds, watchedMs);
    return { session, event, waiting: this.#load.availability.waiting(), attempts: 0, dueMs: 0 };
  }

  #takeDue(): Pending | undefined {
    const first = this.#pending[0];
    return first && first.dueMs <= performance.now() ? this.#pending.shift() : undefined;
  }

  async #attempt(pending: Pending, measure: Measure): Promise<void> {
    const { session, event, waiting } = pending;
    const beganAt = performance.now();
    const answer = await session.reports.attempt(event);
    measure.add(answer, performance.now() - beganAt);
    if (isFinal(answer.status)) {
      session.reports.note(event, answer);
      waiting[Symbol.dispose]();
      return;
    }
    pending.attempts += 1;
    pending.dueMs = performance.now() + retryDelayMs(pending.attempts, answer);
    const at = this.#pending.findLastIndex(({ dueMs }) => dueMs <= pending.dueMs);
    this.#pending.splice(at + 1, 0, pending);
  }
}

class Measure {
  readonly #lag = monitorEventLoopDelay();
  readonly #refusalsMs: number[] = [];
  readonly #failures: Record<string, number> = {};
  readonly #refusalsBy: Record<string, { readonly times: number; readonly slowestMs: number }> = {};
  #attempts = 0;
  #acknowledged = 0;
  #refused = 0;

  constructor() {
    this.#lag.enable();
  }

  add({ status, reason }: Answer, latencyMs: number): void {
    this.#attempts += 1;
    if (isFinal(status)) {
      this.#acknowledged += 1;
      return;
    }
    this.#refusalsMs.push(latencyMs);
    if (status === "TRY_AGAIN") {
      this.#refused += 1;
      const { times, slowestMs } = this.#refusalsBy[reason ?? "unknown"] ?? { times: 0, slowestMs: 0 };
      this.#refusalsBy[reason ?? "unknown"] = { times: times + 1, slowestMs: Math.max(slowestMs, Math.round(latencyMs)) };
    } else this.#failures[reason ?? "unknown"] = (this.#failures[reason ?? "unknown"] ?? 0) + 1;
  }

  stretch(seconds: number): Stretch {
    const sorted = this.#refusalsMs.toSorted((a, b) => a - b);
    return {
      attemptsPerSecond: Math.round(this.#attempts / seconds),
      acknowledgedPerSecond: Math.round(this.#acknowledged / seconds),
      refusals: this.#refused,
      refusalsBy: { ...this.#refusalsBy },
      slowestRefusalMs: Math.round(sorted.at(-1) ?? 0),
      ownLagMs: Math.round(this.#lag.max / 1e6),
      refusalP99Ms: Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0),
      failures: { ...this.#failures },
    };
  }
}
