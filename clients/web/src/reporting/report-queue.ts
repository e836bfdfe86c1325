import type { PlaybackEventInput, ReportStatus } from "../graphql/generated/graphql.ts";

/** What came of one report: an answer for each event, or one that settles them all. */
export type Delivery =
  | {
      readonly outcome: "answered";
      readonly events: readonly { sequence: number; status: ReportStatus; retryAfterSeconds: number | null }[];
    }
  | { readonly outcome: "invalidToken" }
  | { readonly outcome: "malformed" };

export type ReportQueueParts = {
  /** Sends one report. Rejects where no answer came; it is then sent again. */
  readonly send: (events: readonly PlaybackEventInput[]) => Promise<Delivery>;
  /** These will not be sent again, whatever the answer was. */
  readonly settled: (sequences: readonly number[]) => void;
  /** The session is not one of the server's: no report of it will ever be taken. */
  readonly rejected: () => void;
  readonly random?: () => number;
};

/** The API takes so many events in a report. */
const batchSize = 100;
/** A day of heartbeats and then some; events older than a day are refused as too late anyway. */
const capacity = 10_000;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

/** Sends events in order, one report at a time, and keeps each until it is answered. */
export class ReportQueue {
  readonly #parts: ReportQueueParts;
  #pending: PlaybackEventInput[] = [];
  #sending: Promise<void> | undefined;
  #failures = 0;
  #stopWaiting: (() => void) | undefined;

  constructor(parts: ReportQueueParts) {
    this.#parts = parts;
  }

  add(event: PlaybackEventInput): void {
    this.#pending.push(event);
    if (this.#pending.length > capacity) this.#settle(this.#pending.slice(0, 1));
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
  }

  /** Tries again at once, as when the network is back. */
  retryNow(): void {
    this.#failures = 0;
    this.#stopWaiting?.();
  }

  /** Resolves when nothing is left to send. */
  async drained(): Promise<void> {
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#pending.length > 0) {
      const retryAfterMs = await this.#sendOne(this.#pending.slice(0, batchSize));
      if (retryAfterMs > 0) await this.#wait(retryAfterMs);
    }
  }

  /** Returns how long to wait before the next report, in milliseconds. */
  async #sendOne(events: readonly PlaybackEventInput[]): Promise<number> {
    try {
      const delivery = await this.#parts.send(events);
      this.#failures = 0;
      return this.#take(delivery, events);
    } catch {
      this.#failures += 1;
      return this.#backoffMs();
    }
  }

  #take(delivery: Delivery, sent: readonly PlaybackEventInput[]): number {
    switch (delivery.outcome) {
      case "invalidToken":
        this.#settle(this.#pending);
        this.#parts.rejected();
        return 0;
      case "malformed":
        this.#settle(sent);
        return 0;
      case "answered": {
        const again = delivery.events.filter((event) => event.status === "TRY_AGAIN");
        const final = new Set(delivery.events.filter((event) => event.status !== "TRY_AGAIN").map((event) => event.sequence));
        this.#settle(sent.filter((event) => final.has(event.sequence)));
        if (final.size === sent.length) return 0;
        return Math.max(firstRetryMs, ...again.map((event) => (event.retryAfterSeconds ?? 0) * 1000));
      }
      default:
        return delivery satisfies never;
    }
  }

  #settle(events: readonly PlaybackEventInput[]): void {
    const sequences = events.map((event) => event.sequence);
    const gone = new Set(sequences);
    this.#pending = this.#pending.filter((event) => !gone.has(event.sequence));
    if (sequences.length > 0) this.#parts.settled(sequences);
  }

  #backoffMs(): number {
    const ceiling = Math.min(longestRetryMs, firstRetryMs * 2 ** (this.#failures - 1));
    return ceiling * (0.5 + (this.#parts.random ?? Math.random)() / 2);
  }

  async #wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#stopWaiting = resolve;
    await promise;
    clearTimeout(timer);
    this.#stopWaiting = undefined;
  }
}
