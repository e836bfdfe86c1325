import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngines } from "@marquee/engines";
import { memoryEventLog } from "@marquee/event-log";
import { type PlaybackClaims, signPlaybackToken } from "@marquee/playback-token";
import { memoryPubSub } from "@marquee/pubsub";
import { signClaim, viewerHeader } from "@marquee/viewer-claim";
import { readWatchHistoryConfig } from "@marquee/watch-history/config";
import { startWatchHistory } from "@marquee/watch-history/service";
import { pino } from "pino";
import { request } from "undici";
import type { BenchOptions } from "../main.ts";
import { percentile } from "../percentile.ts";

interface ContinueWatchingFigures {
  readonly finishedTitles: number;
  readonly titlesInProgress: number;
  readonly samples: number;
  /** At the subgraph, over HTTP, one request after the other. */
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
}

const FINISHED = 10_000;
const IN_PROGRESS = 30;
const REPORTS_AT_ONCE = 64;
const SAMPLES = 500;
const FILM_SECONDS = 100;

const secrets = {
  CLAIM_SECRET: "a claim secret of the bench's own, for nobody else",
  PLAYBACK_SECRET: "a playback secret of the bench's own",
};

/** What to go on with, for somebody who has seen ten thousand titles to their end: watched through the subgraph, then asked of it. */
export async function continueWatching({ say }: BenchOptions): Promise<ContinueWatchingFigures> {
  const home = await mkdtemp(join(tmpdir(), "marquee-bench-"));
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rm(home, { recursive: true, force: true }));
  const engines = opened.use(await startEngines({ home, cassandraNodes: 1, say }));
  const config = readWatchHistoryConfig({ ...engines.variables, ...secrets, PORT: "0" });
  const parts = { logger: pino({ level: "warn" }, process.stderr), eventLog: opened.use(memoryEventLog()), pubSub: memoryPubSub() };
  const { url } = opened.use(await startWatchHistory(config, parts));

  const profileId = randomUUID();
  say(`Watching ${FINISHED} titles to their end, and ${IN_PROGRESS} not`);
  const titles = Array.from({ length: FINISHED + IN_PROGRESS }, (_, index) => ({ isFinished: index < FINISHED }));
  const watchNext = async () => {
    for (let title = titles.shift(); title; title = titles.shift()) await watch(url, profileId, title.isFinished ? FILM_SECONDS : 10);
  };
  await Promise.all(Array.from({ length: REPORTS_AT_ONCE }, watchNext));

  const times: number[] = [];
  for (let sample = -50; sample < SAMPLES; sample++) {
    const startedAt = performance.now();
    const found = await ask(url, continueWatchingQuery, { representations: [{ __typename: "Profile", id: profileId }] }, profileId);
    const tookMs = performance.now() - startedAt;
    if (!found.includes('"positionSeconds":10')) throw new Error(`expected titles in progress, got ${found.slice(0, 300)}`);
    if (sample >= 0) times.push(tookMs);
  }
  const of = (share: number) => Number(percentile(times, share)?.toPrecision(3));
  return { finishedTitles: FINISHED, titlesInProgress: IN_PROGRESS, samples: SAMPLES, p50Ms: of(0.5), p99Ms: of(0.99) };
}

const continueWatchingQuery = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Profile { continueWatching(first: 20) { playable { id } progress { positionSeconds percent finished updatedAt } } }
  }
}`;

const reportMutation = `mutation ($input: ReportPlaybackInput!) {
  reportPlayback(input: $input) { ... on PlaybackReport { events { status } } ... on InvalidToken { message } }
}`;

/** One session that ends after so many seconds. */
async function watch(url: string, profileId: string, seconds: number): Promise<void> {
  const watchedMs = seconds * 1_000;
  const claims: PlaybackClaims = {
    sessionId: randomUUID(),
    profileId,
    playableId: randomUUID(),
    encodeId: randomUUID(),
    startedAtMs: Date.now() - watchedMs,
    durationSeconds: FILM_SECONDS,
    reporting: "GRAPH",
    clockOffsetMs: null,
  };
  const event = { sequence: 1, kind: "PLAYING", elapsedMs: watchedMs, positionSeconds: seconds, watchedDeltaMs: watchedMs, watchedMs };
  const input = { token: signPlaybackToken(claims, secrets.PLAYBACK_SECRET), events: [event] };
  const answer = await ask(url, reportMutation, { input }, profileId);
  if (!answer.includes('"ACCEPTED"')) throw new Error(`expected the report to be accepted, got ${answer.slice(0, 300)}`);
}

async function ask(url: string, query: string, variables: object, profileId: string): Promise<string> {
  const claim = signClaim({ sub: "bench", profile: profileId }, secrets.CLAIM_SECRET, "watch-history", Date.now());
  const { body } = await request(url, {
    method: "POST",
    headers: { "content-type": "application/json", [viewerHeader]: claim },
    body: JSON.stringify({ query, variables }),
    headersTimeout: 15_000,
    bodyTimeout: 15_000,
  });
  return body.text();
}
