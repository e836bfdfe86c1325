import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { type Graph, Unauthenticated } from "./graph.ts";
import type { Ledger, Title } from "./ledger.ts";
import { Reports } from "./reports.ts";

export interface Tally {
  sent: number;
  acknowledged: number;
  refused: number;
  duplicates: number;
}

export interface DeviceOptions {
  readonly graph: Graph;
  readonly number: number;
  readonly titles: readonly Title[];
  readonly ledger: Ledger;
  readonly tally: Tally;
  /** Told of what was refused, and why. */
  readonly complain: (reason: string) => void;
}

const signedUp = z.object({
  signUp: z.union([z.object({ accessToken: z.string() }), z.object({ message: z.string(), retryAfterSeconds: z.number().optional() })]),
});

const started = z.object({
  startPlayback: z.union([
    z.object({ __typename: z.literal("PlaybackSession"), id: z.string(), token: z.string(), startedAt: z.string() }),
    z.object({ __typename: z.string(), message: z.string() }),
  ]),
});

/** A simulated device with an account of its own: it signs up, plays, reports, and plays the next title. */
export class Device {
  readonly #options: DeviceOptions;
  #token = "";

  constructor(options: DeviceOptions) {
    this.#options = options;
  }

  /** Signing up again with the same password answers like signing in, so every run has the same accounts. */
  async signUp(): Promise<void> {
    const { graph, number } = this.#options;
    const input = { email: `device-${number}@simulate.example`, password: `simulated-${number}`, name: `Device ${number}` };
    for (;;) {
      const { signUp } = await graph.ask({
        query: `mutation SignUp($input: SignUpInput!) {
          signUp(input: $input) { ... on SignedIn { accessToken } ... on Refusal { message } ... on TooManyAttempts { retryAfterSeconds } }
        }`,
        variables: { input },
        result: signedUp,
      });
      if ("accessToken" in signUp) {
        this.#token = signUp.accessToken;
        return;
      }
      if (signUp.retryAfterSeconds === undefined) throw new Error(`${input.email} could not sign up: ${signUp.message}`);
      await setTimeout(signUp.retryAfterSeconds * 1000, undefined, { signal: graph.signal });
    }
  }

  /** Plays one title after another until the moment has come, then stops, and returns once everything it sent was answered. */
  async play(until: number): Promise<void> {
    const { titles } = this.#options;
    const settling: Promise<void>[] = [];
    while (Date.now() < until) {
      // The first titles are the popular ones, as everywhere.
      const title = titles[Math.floor(titles.length * Math.random() ** 2)];
      if (!title) return;
      const reports = await this.#start(title);
      await this.#watch(title, reports, until);
      settling.push(reports.settled());
    }
    await Promise.all(settling);
  }

  /** Asks with the token, and with a new one when it is not taken any more. */
  authorized<Result>(ask: (token: string) => Promise<Result>): Promise<Result> {
    return ask(this.#token).catch(async (error: unknown) => {
      if (!(error instanceof Unauthenticated)) throw error;
      await this.signUp();
      return ask(this.#token);
    });
  }

  async #start(title: Title): Promise<Reports> {
    const { graph, ledger, tally, complain } = this.#options;
    const idempotencyKey = crypto.randomUUID(); // a start whose answer was lost is the same start again
    const { startPlayback } = await this.authorized((token) =>
      graph.ask({
        query: `mutation Start($input: StartPlaybackInput!) {
          startPlayback(input: $input) { __typename ... on PlaybackSession { id token startedAt } ... on Refusal { message } }
        }`,
        variables: { input: { playableId: title.id, idempotencyKey } },
        result: started,
        token,
      }),
    );
    if (!("token" in startPlayback)) throw new Error(`${title.id} cannot be played: ${startPlayback.message}`);
    const startedAtMs = Date.parse(startPlayback.startedAt);
    ledger.attempt(title, startedAtMs);
    return new Reports({ device: this, graph, title, ledger, tally, complain, token: startPlayback.token, startedAtMs });
  }

  /** Watches to the end or away from it, with pauses, seeks and stalls. */
  async #watch(title: Title, reports: Reports, until: number): Promise<void> {
    const { signal } = this.#options.graph;
    let position = 0;
    const stretch = async (seconds: number) => {
      const before = performance.now();
      await setTimeout(Math.max(0, Math.min(seconds * 1000, until - Date.now())), undefined, { signal });
      const watchedMs = Math.round(performance.now() - before);
      position += watchedMs / 1000;
      return watchedMs;
    };
    reports.add("STARTED", position, 0);
    while (Date.now() < until) {
      const left = title.durationSeconds - position;
      const watchedMs = await stretch(Math.min(left, 4 + 6 * Math.random()));
      if (position >= title.durationSeconds - 0.05) {
        reports.add("ENDED", title.durationSeconds, watchedMs);
        return;
      }
      const chance = Math.random();
      if (chance < 0.08) {
        reports.add("PAUSED", position, watchedMs);
        await setTimeout(Math.min(3_000 * Math.random(), Math.max(0, until - Date.now())), undefined, { signal });
        reports.add("PLAYING", position, 0);
      } else if (chance < 0.16) {
        reports.add("PLAYING", position, watchedMs);
        position = title.durationSeconds * Math.random() * 0.9;
        reports.add("SEEKED", position, 0);
      } else if (chance < 0.22) {
        reports.add("BUFFERING", position, watchedMs);
      } else if (chance < 0.26) {
        reports.add("STOPPED", position, watchedMs);
        return;
      } else {
        reports.add("PLAYING", position, watchedMs);
      }
    }
    reports.add("STOPPED", position, 0);
  }
}
