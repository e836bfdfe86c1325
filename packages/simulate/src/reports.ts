import { setTimeout } from "node:timers/promises";
import type { Availability } from "./availability.ts";
import type { FinalAnswer, Ledger, LedgerEvent, Title } from "./ledger.ts";

/** What a device says of one moment. */
export interface PlaybackEvent {
  readonly sequence: number;
  readonly kind: string;
  readonly elapsedMs: number;
  readonly positionSeconds: number;
  readonly watchedDeltaMs: number;
  readonly watchedMs: number;
}

export interface Answer {
  /** UNANSWERED: an error, a time-out or no connection, so that nobody knows what became of it. */
  readonly status: FinalAnswer | "TRY_AGAIN" | "UNANSWERED";
  readonly reason?: string | null | undefined;
  readonly retryAfterSeconds?: number | null | undefined;
}

/** One way of reporting: one request for one event. */
export interface Channel {
  readonly source: "GRAPH" | "CMCD";
  report(event: PlaybackEvent): Promise<Answer>;
}

/** How the events of a load differ from those of a well-behaved device on a good network. */
export interface Mischief {
  /** The share of events that are sent twice. */
  readonly duplicates: number;
  /** The longest pause before an event is sent again, or with other content. */
  readonly againWithinMs: number;
  /** The share that is held back, so that later ones overtake them, and for how long. */
  readonly late: number;
  readonly lateMs: { readonly least: number; readonly most: number };
  /** The share sent again with other content, after they were acknowledged. */
  readonly changed: number;
  /** The share held back until they are too late, and when that is. */
  readonly tooLate: number;
  readonly tooLateMs: number;
}

/** What the load and its judges share. */
export interface Accounts {
  readonly ledger: Ledger;
  readonly availability: Availability;
  readonly tally: Tally;
  readonly mischief: Mischief;
  readonly signal: AbortSignal;
  /** Told of what was answered otherwise than it had to be. */
  readonly complain: (reason: string) => void;
}

export interface Tally {
  duplicates: number;
  changed: number;
  /** Events answered otherwise than they had to be. */
  unexpected: number;
}

export interface ReportsOptions extends Accounts {
  readonly channel: Channel;
  readonly title: Title;
  readonly sessionId: string;
  readonly startedAtMs: number;
  /** When the session started by the device's monotonic clock, `performance.now()`. */
  readonly beganAt: number;
}

/** The events of one session: each is sent until it is answered for good, some twice, some after later ones, some with two contents. */
export class Reports {
  readonly #options: ReportsOptions;
  readonly #sending = new Set<Promise<void>>();
  #sequence = 0;
  #watchedMs = 0;

  constructor(options: ReportsOptions) {
    this.#options = options;
  }

  /** Notes what happened and sends it off. */
  add(kind: string, positionSeconds: number, watchedDeltaMs: number): void {
    this.#track(this.#deliver(this.next(kind, positionSeconds, watchedDeltaMs)));
  }

  /** The session's next event, noted as sent. For those who send it themselves. */
  next(kind: string, positionSeconds: number, watchedDeltaMs: number): PlaybackEvent {
    this.#sequence += 1;
    this.#watchedMs += watchedDeltaMs;
    const elapsedMs = Math.floor(performance.now() - this.#options.beganAt);
    const event = { sequence: this.#sequence, kind, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs: this.#watchedMs };
    this.#options.ledger.sent(this.#entry(event));
    return event;
  }

  /** One attempt to report an event. */
  async attempt(event: PlaybackEvent): Promise<Answer> {
    const { channel, availability } = this.#options;
    const before = performance.now();
    const answer = await channel.report(event);
    if (answer.status === "TRY_AGAIN") availability.refused(performance.now() - before);
    else if (answer.status === "UNANSWERED") availability.failed(answer.reason ?? "unknown");
    else if (answer.status === "ACCEPTED") availability.acknowledgements += 1;
    return answer;
  }

  /** Holds a final answer against what it had to be. */
  note(event: PlaybackEvent, { status, reason }: Answer, expected: FinalAnswer = "ACCEPTED"): void {
    if (!isFinal(status)) return;
    const { ledger, tally, complain } = this.#options;
    ledger.answered(this.#entry(event), status);
    if (status === expected) return;
    tally.unexpected += 1;
    complain(`${event.kind} had to be ${expected} and was answered ${status}: ${reason}`);
  }

  /** Resolves once everything was answered. */
  async settled(): Promise<void> {
    while (this.#sending.size > 0) await Promise.all(this.#sending);
  }

  #track(sending: Promise<void>): void {
    const tracked = sending.finally(() => this.#sending.delete(tracked));
    tracked.catch(() => {}); // awaited in `settled`
    this.#sending.add(tracked);
  }

  async #deliver(event: PlaybackEvent): Promise<void> {
    const { mischief } = this.#options;
    if (happens(mischief.tooLate)) {
      await this.#pause(mischief.tooLateMs);
      return this.#send(event, "TOO_LATE").then(() => {});
    }
    if (happens(mischief.late)) await this.#pause(between(mischief.lateMs));
    const isRepeated = happens(mischief.duplicates);
    if (!happens(mischief.changed) || event.watchedDeltaMs < 2) {
      if (isRepeated) this.#track(this.#repeat(event));
      await this.#send(event);
      return;
    }
    // One after the other: which content stays is decided by which came later, so no repeat of the first may still be under way.
    const attempts = await this.#send(event);
    if (isRepeated) await this.#repeat(event);
    if (attempts > 1) return; // an attempt that was given up may still arrive
    await this.#change(event);
  }

  async #change(event: PlaybackEvent): Promise<void> {
    await this.#pause(this.#options.mischief.againWithinMs * Math.random());
    const lessMs = 1 + Math.floor((event.watchedDeltaMs - 1) * Math.random());
    const changed = { ...event, watchedDeltaMs: event.watchedDeltaMs - lessMs, watchedMs: event.watchedMs - lessMs };
    this.#options.tally.changed += 1;
    await this.#send(changed);
  }

  /** @returns how many attempts it took */
  async #send(event: PlaybackEvent, expected: FinalAnswer = "ACCEPTED"): Promise<number> {
    using _waiting = this.#options.availability.waiting();
    for (let attempts = 1; ; attempts += 1) {
      const answer = await this.attempt(event);
      if (isFinal(answer.status)) {
        this.note(event, answer, expected);
        return attempts;
      }
      await this.#pause(retryDelayMs(attempts, answer));
    }
  }

  /** Sends it again, once it is answered at all; the answer to the first is the one that is noted. */
  async #repeat(event: PlaybackEvent): Promise<void> {
    this.#options.tally.duplicates += 1;
    await this.#pause(this.#options.mischief.againWithinMs * Math.random());
    for (let attempts = 1; ; attempts += 1) {
      const answer = await this.attempt(event);
      if (isFinal(answer.status)) return;
      await this.#pause(retryDelayMs(attempts, answer));
    }
  }

  async #pause(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { signal: this.#options.signal });
  }

  #entry({ sequence, kind, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs }: PlaybackEvent): LedgerEvent {
    const { title, sessionId, startedAtMs, channel } = this.#options;
    return {
      title,
      sessionId,
      source: channel.source,
      sequence,
      atMs: startedAtMs + elapsedMs,
      watchedDeltaMs,
      watchedMs,
      ...(channel.source === "GRAPH" && { kind, positionSeconds }),
    };
  }
}

/** When to send again: as the answer says, else after a pause that grows to three seconds; spread, so that not all come at once. */
export function retryDelayMs(attempts: number, answer: Answer): number {
  const seconds = answer.retryAfterSeconds ?? Math.min(3, 0.1 * 2 ** attempts);
  return seconds * 1_000 * (0.75 + Math.random() / 2);
}

export function isFinal(status: Answer["status"]): status is FinalAnswer {
  return status !== "TRY_AGAIN" && status !== "UNANSWERED";
}

function happens(share: number): boolean {
  return Math.random() < share;
}

function between({ least, most }: Mischief["lateMs"]): number {
  return least + (most - least) * Math.random();
}
