import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { cmcdChannel, graphChannel } from "./channels.ts";
import type { Graph } from "./graph.ts";
import type { Title } from "./ledger.ts";
import { renewing } from "./operator.ts";
import { type Accounts, Reports } from "./reports.ts";

/** The moment at which the devices stop; it may be put off or brought forward while they watch. */
export interface Until {
  readonly atMs: number;
}

/** A device's habits. */
export interface Habits {
  readonly reporting: "GRAPH" | "CMCD";
  /** How far its clock is ahead of the right time. */
  readonly clockAheadMs: number;
}

export interface DeviceOptions {
  readonly graph: Graph;
  readonly number: number;
  readonly habits: Habits;
  readonly titles: readonly Title[];
  readonly accounts: Accounts;
}

const signedUp = z.object({
  signUp: z.union([z.object({ accessToken: z.string() }), z.object({ message: z.string(), retryAfterSeconds: z.number().optional() })]),
});

const started = z.object({
  startPlayback: z.union([
    z.object({
      __typename: z.literal("PlaybackSession"),
      id: z.string(),
      token: z.string(),
      startedAt: z.string(),
      cmcdUrl: z.string().nullable(),
    }),
    z.object({ __typename: z.string(), message: z.string() }),
  ]),
});

const ended = z.object({ endPlayback: z.object({ __typename: z.string() }) });

/** A simulated device with an account of its own: it signs up, plays, reports, and plays the next title. */
export class Device {
  readonly #options: DeviceOptions;
  #token = "";
  /** Asks with the token, and with a new one when it is not taken any more. */
  readonly authorized = renewing(
    () => this.#token,
    () => this.signUp(),
  ).authorized;

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
  async play(until: Until): Promise<void> {
    const { titles, graph } = this.#options;
    const settling: Promise<void>[] = [];
    await setTimeout(Math.min(2_000, until.atMs - Date.now()) * Math.random(), undefined, { signal: graph.signal }); // nobody begins all at once
    while (Date.now() < until.atMs) {
      // The first titles are the popular ones, as everywhere.
      const title = titles[Math.floor(titles.length * Math.random() ** 2)];
      if (!title) return;
      const { reports, sessionId } = await this.start(title);
      await this.#watch(title, reports, until);
      settling.push(reports.settled());
      await this.#end(sessionId);
    }
    await Promise.all(settling);
  }

  /** Starts a session, its attempt noted. @throws when the title may not be played */
  async start(title: Title): Promise<{ readonly reports: Reports; readonly sessionId: string }> {
    const { graph, habits, accounts } = this.#options;
    const idempotencyKey = crypto.randomUUID(); // a start whose answer was lost is the same start again
    const deviceTimeMs = Date.now() + habits.clockAheadMs;
    const calledAt = performance.now();
    const input = { playableId: title.id, idempotencyKey, reporting: habits.reporting, deviceTime: new Date(deviceTimeMs).toISOString() };
    const { startPlayback } = await this.authorized((token) =>
      graph.ask({
        query: `mutation Start($input: StartPlaybackInput!) {
          startPlayback(input: $input) { __typename ... on PlaybackSession { id token startedAt cmcdUrl } ... on Refusal { message } }
        }`,
        variables: { input },
        result: started,
        token,
      }),
    );
    if (!("token" in startPlayback)) throw new Error(`${title.id} cannot be played: ${startPlayback.message}`);
    const { id, token, startedAt, cmcdUrl } = startPlayback;
    const session = { sessionId: id, title, startedAtMs: Date.parse(startedAt) };
    const attempt = {
      title,
      sessionId: id,
      source: "SERVER",
      sequence: 0,
      atMs: session.startedAtMs,
      watchedDeltaMs: 0,
      watchedMs: 0,
    } as const;
    accounts.ledger.sent(attempt);
    accounts.ledger.answered(attempt, "ACCEPTED");
    if (habits.reporting === "GRAPH") {
      const channel = graphChannel(graph, this, token);
      return { sessionId: id, reports: new Reports({ ...accounts, ...session, channel, beganAt: performance.now() }) };
    }
    if (cmcdUrl === null) throw new Error("The session was given no URL to report CMCD to.");
    // The clock it says its times by is the one it told at the start, so that is where its session begins.
    const channel = cmcdChannel(graph, cmcdUrl, { id, sayTime: (elapsedMs) => deviceTimeMs + elapsedMs });
    return { sessionId: id, reports: new Reports({ ...accounts, ...session, channel, beganAt: calledAt }) };
  }

  /** Gives the stream's slot back. */
  async #end(sessionId: string): Promise<void> {
    const { graph } = this.#options;
    await this.authorized((token) =>
      graph.ask({
        query: "mutation End($input: EndPlaybackInput!) { endPlayback(input: $input) { __typename } }",
        variables: { input: { sessionId } },
        result: ended,
        token,
      }),
    );
  }

  /** Watches to the end or away from it, with pauses, seeks and stalls. */
  async #watch(title: Title, reports: Reports, until: Until): Promise<void> {
    const { signal } = this.#options.graph;
    let position = 0;
    const stretch = async (seconds: number) => {
      const before = performance.now();
      await setTimeout(Math.max(0, Math.min(seconds * 1000, until.atMs - Date.now())), undefined, { signal });
      const watchedMs = Math.round(performance.now() - before);
      position += watchedMs / 1000;
      return watchedMs;
    };
    reports.add("STARTED", position, 0);
    while (Date.now() < until.atMs) {
      const left = title.durationSeconds - position;
      const watchedMs = await stretch(Math.min(left, 4 + 6 * Math.random()));
      if (position >= title.durationSeconds - 0.05) {
        reports.add("ENDED", title.durationSeconds, watchedMs);
        return;
      }
      const chance = Math.random();
      if (chance < 0.08) {
        reports.add("PAUSED", position, watchedMs);
        await setTimeout(Math.min(3_000 * Math.random(), Math.max(0, until.atMs - Date.now())), undefined, { signal });
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
