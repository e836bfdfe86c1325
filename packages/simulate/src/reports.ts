import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import type { Device, Tally } from "./device.ts";
import type { Graph } from "./graph.ts";
import type { Ledger, Title } from "./ledger.ts";

interface PlaybackEvent {
  readonly sequence: number;
  readonly kind: string;
  readonly elapsedMs: number;
  readonly positionSeconds: number;
  readonly watchedDeltaMs: number;
  readonly watchedMs: number;
}

export interface ReportsOptions {
  readonly device: Device;
  readonly graph: Graph;
  readonly title: Title;
  readonly ledger: Ledger;
  readonly tally: Tally;
  readonly complain: (reason: string) => void;
  /** The playback session's. */
  readonly token: string;
  readonly startedAtMs: number;
}

const reported = z.object({
  reportPlayback: z.union([
    z.object({
      events: z.array(
        z.object({ sequence: z.number(), status: z.string(), reason: z.string().nullable(), retryAfterSeconds: z.number().nullable() }),
      ),
    }),
    z.object({ message: z.string() }),
  ]),
});

/** How many events are sent twice, and how many are held back so that later ones overtake them. */
const DUPLICATE_SHARE = 0.1;
const LATE_SHARE = 0.1;
const LATEST_MS = 5_000;

/** The events of one session: each is sent until it is answered for good, some twice, some after later ones. */
export class Reports {
  readonly #options: ReportsOptions;
  readonly #sending = new Set<Promise<void>>();
  readonly #beganAt = performance.now();
  #sequence = 0;
  #watchedMs = 0;

  constructor(options: ReportsOptions) {
    this.#options = options;
  }

  /** Notes what happened in the ledger and sends it off. */
  add(kind: string, positionSeconds: number, watchedDeltaMs: number): void {
    const { tally } = this.#options;
    this.#sequence += 1;
    this.#watchedMs += watchedDeltaMs;
    const elapsedMs = Math.floor(performance.now() - this.#beganAt);
    const event: PlaybackEvent = { sequence: this.#sequence, kind, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs: this.#watchedMs };
    tally.sent += 1;

    const delayMs = Math.random() < LATE_SHARE ? LATEST_MS * Math.random() : 0;
    this.#track(this.#sendUntilAnswered(event, delayMs));
    if (Math.random() < DUPLICATE_SHARE) {
      tally.duplicates += 1;
      this.#track(this.#sendAgain(event));
    }
  }

  /** Resolves once everything was answered. */
  async settled(): Promise<void> {
    while (this.#sending.size > 0) await Promise.all(this.#sending);
  }

  #track(sending: Promise<void>): void {
    const tracked = sending.finally(() => this.#sending.delete(tracked));
    this.#sending.add(tracked);
  }

  async #sendUntilAnswered(event: PlaybackEvent, delayMs: number): Promise<void> {
    const { graph, tally, ledger, title, startedAtMs, complain } = this.#options;
    if (delayMs > 0) await setTimeout(delayMs, undefined, { signal: graph.signal });
    const { status, reason } = await this.#send(event);
    if (status === "ACCEPTED") {
      tally.acknowledged += 1;
      ledger.watched(title, startedAtMs + event.elapsedMs, { deltaMs: event.watchedDeltaMs, totalMs: event.watchedMs });
    } else {
      tally.refused += 1;
      complain(`${event.kind} was answered ${status}: ${reason}`);
    }
  }

  async #sendAgain(event: PlaybackEvent): Promise<void> {
    await setTimeout(LATEST_MS * Math.random(), undefined, { signal: this.#options.graph.signal });
    await this.#send(event);
  }

  async #send(event: PlaybackEvent): Promise<{ readonly status: string; readonly reason: string | null }> {
    const { device, graph, token } = this.#options;
    for (;;) {
      const { reportPlayback } = await device.authorized((accessToken) =>
        graph.ask({
          query: `mutation Report($input: ReportPlaybackInput!) {
            reportPlayback(input: $input) {
              ... on PlaybackReport { events { sequence status reason retryAfterSeconds } }
              ... on InvalidToken { message }
            }
          }`,
          variables: { input: { token, events: [event] } },
          result: reported,
          token: accessToken,
        }),
      );
      if ("message" in reportPlayback) return { status: "REFUSED", reason: reportPlayback.message };
      const [answer] = reportPlayback.events;
      if (answer && answer.status !== "TRY_AGAIN") return answer;
      await setTimeout((answer?.retryAfterSeconds ?? 1) * 1000 * (0.5 + Math.random()), undefined, { signal: graph.signal });
    }
  }
}
