import type { CassandraOptions } from "@marquee/cassandra";
import { type EventLog, memoryEventLog } from "@marquee/event-log";
import { type PlaybackClaims, signPlaybackToken } from "@marquee/playback-token";
import { createPool } from "@marquee/postgres";
import { testDatabase } from "@marquee/postgres/testing";
import { memoryPubSub } from "@marquee/pubsub";
import { type Claims, signClaim, viewerHeader } from "@marquee/viewer-claim";
import type { Pool } from "pg";
import { pino } from "pino";
import { startWatchHistory } from "../src/service.ts";

const claimSecret = "a secret of the router and subgraphs";
const playbackSecret = "a secret of packager and this subgraph";

export const alice: Claims = { sub: "account of alice", profile: "alice" };
export const bob: Claims = { sub: "account of bob", profile: "bob" };

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

export interface StartedService extends AsyncDisposable {
  readonly url: string;
  readonly origin: string;
  readonly eventLog: EventLog;
  /** Into the subgraph's database, past its code; an empty one where it keeps its facts in Cassandra. */
  readonly pool: Pool;
  /** Asks as the router would for this viewer. */
  readonly ask: (viewer: Claims, query: string, variables?: object) => Promise<Answer>;
  readonly claimOf: (viewer: Claims) => string;
  /** Reports events of a session and returns what became of each. */
  readonly report: (viewer: Claims, token: string, events: readonly object[]) => Promise<unknown>;
}

/** The subgraph as it runs in production, over HTTP, on a database of its own or on Cassandra. */
export async function startedService(
  change: { readonly eventLog?: EventLog; readonly lateLimitHours?: number; readonly cassandra?: CassandraOptions } = {},
): Promise<StartedService> {
  await using opened = new AsyncDisposableStack();
  const database = opened.use(await testDatabase());
  const pool = opened.adopt(createPool(database.url, { max: 2, name: "test" }), (pool) => pool.end());
  const eventLog = change.eventLog ?? opened.use(memoryEventLog());
  const { url, origin } = opened.use(
    await startWatchHistory(
      {
        ...(change.cassandra ? { cassandra: change.cassandra } : { databaseUrl: database.url }),
        claimSecret,
        playbackSecret,
        port: 0,
        host: "127.0.0.1",
        parts: 16,
        lateLimitHours: change.lateLimitHours ?? 24,
        graceMs: 10_000,
        eventsKeptDays: 90,
      },
      { logger: pino({ level: "silent" }), eventLog, pubSub: memoryPubSub() },
    ),
  );
  const claimOf = (viewer: Claims) => signClaim(viewer, claimSecret, "watch-history", Date.now());
  const ask = (viewer: Claims, query: string, variables: object = {}) =>
    postJson(url, { query, variables }, { [viewerHeader]: claimOf(viewer) }).then((response) => response.json() as Promise<Answer>);
  const report = async (viewer: Claims, token: string, events: readonly object[]) => {
    const { data, errors } = await ask(viewer, REPORT, { input: { token, events } });
    return errors ?? (data as { reportPlayback: unknown }).reportPlayback;
  };
  const all = opened.move();
  return { url, origin, eventLog, pool, ask, claimOf, report, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

export const REPORT = `mutation ($input: ReportPlaybackInput!) {
  reportPlayback(input: $input) {
    ... on PlaybackReport { events { sequence status reason retryAfterSeconds } }
    ... on InvalidToken { __typename message }
  }
}`;

export function postJson(url: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: text });
}

/** A token as packager signs it, for a session that alice started two minutes ago. */
export function tokenOf(change: Partial<PlaybackClaims> = {}, secret = playbackSecret): string {
  const session = { sessionId: "session", profileId: "alice", playableId: "tidewater", encodeId: "encode", clockOffsetMs: null };
  return signPlaybackToken({ ...session, startedAtMs: Date.now() - 120_000, durationSeconds: 60, reporting: "GRAPH", ...change }, secret);
}

/** The n-th heartbeat of somebody who watches without a pause, every 10 s. */
export function heartbeat(sequence: number, change: object = {}): object {
  const elapsedMs = sequence * 10_000;
  return {
    sequence,
    kind: "PLAYING",
    elapsedMs,
    positionSeconds: elapsedMs / 1_000,
    watchedDeltaMs: 10_000,
    watchedMs: elapsedMs,
    ...change,
  };
}

export function accepted(...sequences: readonly number[]): object {
  return { events: sequences.map((sequence) => ({ sequence, status: "ACCEPTED", reason: null, retryAfterSeconds: null })) };
}
