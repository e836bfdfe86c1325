import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { type EventLog, memoryEventLog } from "@marquee/event-log";
import { type EventData, envelope } from "@marquee/events";
import { testDatabase } from "@marquee/postgres/testing";
import { memoryPubSub } from "@marquee/pubsub";
import type { RunningSubgraph } from "@marquee/subgraph-server";
import { type Claims, signClaim, viewerHeader } from "@marquee/viewer-claim";
import { Client } from "pg";
import { pino } from "pino";
import { expect, vi } from "vitest";
import type { Encoder } from "../src/domain/encoder.ts";
import { type PackagerConfig, startPackager } from "../src/service.ts";
import { smallEncoder } from "./small-encode.ts";

export const claimSecret = "c".repeat(32);
export const playbackSecret = "p".repeat(32);
export const mediaSecret = "m".repeat(32);

export const alice: Claims = {
  sub: "account-alice",
  profile: "profile-alice",
  device: "device-tv",
  device_name: "TV",
  maturity: "SIXTEEN",
  territory: "DE",
};
export const bob: Claims = { ...alice, sub: "account-bob", profile: "profile-bob" };
export const carol: Claims = { sub: "account-carol", scope: "operate" };

export interface RunningPackager extends AsyncDisposable {
  readonly subgraph: RunningSubgraph;
  readonly config: PackagerConfig;
  readonly eventLog: EventLog;
  /** Everything that was logged. */
  readonly logged: () => string;
  readonly advance: (seconds: number) => void;
  readonly now: () => Date;
  /** Another process on the same database, folder and clock; on the same log too, unless it is handed another one. */
  readonly another: (encoder?: Encoder, eventLog?: EventLog) => Promise<RunningSubgraph>;
  readonly sql: (statement: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
  /** A `file:` source in a folder that imports may read from. */
  readonly source: (name?: string) => Promise<string>;
  /** Says as catalog would that there is a playable, and waits until packager has heard of it. */
  readonly catalogSays: (playable?: Partial<EventData<"marquee.catalog.playable.v1">>, sequence?: number) => Promise<string>;
  /** Says as users would what an account is, and waits until packager has heard of it. */
  readonly usersSays: (
    account: Partial<EventData<"marquee.users.account.v1">> & { readonly accountId: string },
    sequence?: number,
  ) => Promise<void>;
}

export interface RunOptions {
  readonly config?: Partial<PackagerConfig>;
  readonly encoder?: Encoder;
}

/** A packager over its real endpoints, on a database and a folder of its own, with a clock that tests move. */
export async function runPackager({ config: overrides, encoder = smallEncoder() }: RunOptions = {}): Promise<RunningPackager> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "marquee packager "));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const database = opened.use(await testDatabase());
  const eventLog = opened.use(memoryEventLog({ retryPausesMs: [10, 10] }));
  const sources = join(folder, "sources");
  await mkdir(sources);
  const config: PackagerConfig = {
    databaseUrl: database.url,
    claimSecret,
    playbackSecret,
    mediaSecret,
    port: 0,
    host: "127.0.0.1",
    mediaDir: join(folder, "media"),
    mediaBaseUrl: "http://edge.example/media",
    cmcdBaseUrl: "http://edge.example/cmcd",
    watchHistoryUrl: () => undefined,
    importFolders: [sources],
    demo: false,
    encodingConcurrency: 1,
    uploadLimitBytes: 10_000,
    jwksUrl: undefined,
    tokenIssuer: undefined,
    tokenAudience: undefined,
    ...overrides,
  };
  let logged = "";
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  });
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  const pubSub = memoryPubSub();
  const start: RunningPackager["another"] = (itsEncoder = encoder, log = eventLog) =>
    startPackager(config, {
      logger: pino({ level: "debug" }, sink),
      eventLog: log,
      pubSub,
      encoder: itsEncoder,
      now,
    });
  const subgraph = opened.use(await start());
  const client = new Client({ connectionString: database.url });
  await client.connect();
  opened.defer(() => client.end());
  const sql: RunningPackager["sql"] = async (statement, values = []) => (await client.query(statement, [...values])).rows;
  const owned = opened.move();
  return {
    subgraph,
    config,
    eventLog,
    logged: () => logged,
    advance: (seconds) => {
      aheadMs += seconds * 1000;
    },
    now,
    another: start,
    sql,
    async source(name = "film.mp4") {
      await writeFile(join(sources, name), name);
      return pathToFileURL(join(sources, name)).href;
    },
    async catalogSays(playable = {}, sequence = 1) {
      const data = { ...everywhere, playableId: randomUUID(), ...playable };
      const event = envelope("marquee.catalog.playable.v1", { source: "/catalog", subject: data.playableId, sequence }, data);
      await eventLog.append("catalog", [{ key: data.playableId, value: event }]);
      const held = () => sql("SELECT 1 FROM packager.playables WHERE id = $1 AND sequence >= $2", [data.playableId, sequence]);
      await vi.waitFor(async () => expect(await held()).toHaveLength(1), { timeout: 5_000 });
      return data.playableId;
    },
    async usersSays(account, sequence = 1) {
      const data = { territory: "DE", scopes: [], isDeleted: false, ...account };
      const event = envelope("marquee.users.account.v1", { source: "/users", subject: data.accountId, sequence }, data);
      await eventLog.append("users", [{ key: data.accountId, value: event }]);
      const held = () => sql("SELECT 1 FROM packager.accounts WHERE id = $1 AND sequence >= $2", [data.accountId, sequence]);
      await vi.waitFor(async () => expect(await held()).toHaveLength(1), { timeout: 5_000 });
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const everywhere = {
  kind: "MOVIE" as const,
  name: "Film",
  maturityRating: "TWELVE" as const,
  availability: [{ territories: null, from: null, until: null }],
  isWithdrawn: false,
};

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks into is what it asserts
  readonly data: any;
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[] | undefined;
}

/** Asks as the router would, with a signed claim. */
export async function ask(
  { url }: Pick<RunningSubgraph, "url">,
  claims: Claims,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", [viewerHeader]: signClaim(claims, claimSecret, "packager", Date.now()) },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

/** Of a mutation under the name `result`. */
export function resultOf({ data, errors }: Answer) {
  expect(errors).toBeUndefined();
  return data.result;
}

type Input = Readonly<Record<string, unknown>>;

const session = `... on PlaybackSession {
  id token startedAt expiresAt reportIntervalSeconds cmcdUrl playable { id } manifests { hls dash }
}`;
const tooMany = "... on TooManyStreams { limit active { sessionId deviceName playable { id } startedAt } }";
const refusal = "__typename ... on Refusal { message }";

export function startPlayback(subgraph: RunningSubgraph, claims: Claims, input: Input): Promise<Answer> {
  const document = `mutation ($input: StartPlaybackInput!) { result: startPlayback(input: $input) {
    ${refusal} ... on NotAvailable { availableFrom } ... on NotReady { percent } ${tooMany} ${session} } }`;
  return ask(subgraph, claims, document, { input: { idempotencyKey: randomUUID(), ...input } });
}

export function renewPlayback(subgraph: RunningSubgraph, claims: Claims, token: string): Promise<Answer> {
  const document = `mutation ($input: RenewPlaybackInput!) { result: renewPlayback(input: $input) { ${refusal} ${session} } }`;
  return ask(subgraph, claims, document, { input: { token } });
}

export function endPlayback(subgraph: RunningSubgraph, claims: Claims, sessionId: string): Promise<Answer> {
  const document = `mutation ($input: EndPlaybackInput!) { result: endPlayback(input: $input) { ${refusal} ... on EndedPlayback { sessionId } } }`;
  return ask(subgraph, claims, document, { input: { sessionId } });
}

const job = `id state percent error title createdAt playable { id }
  renditions { kind codec bitrateKbps width height framesPerSecond language }`;

export function importVideo(subgraph: RunningSubgraph, input: Input, claims: Claims = carol): Promise<Answer> {
  const document = `mutation ($input: ImportVideoInput!) { result: importVideo(input: $input) { ${refusal} ... on ImportJob { ${job} } } }`;
  return ask(subgraph, claims, document, { input: { idempotencyKey: randomUUID(), ...input } });
}

export async function importJob(subgraph: RunningSubgraph, id: string) {
  return resultOf(await ask(subgraph, carol, `query ($id: ID!) { result: importJob(id: $id) { ${job} } }`, { id }));
}

/** Imports a video to its end and gives the finished job. */
export async function importFinished(packager: RunningPackager, input: Input) {
  const { id } = resultOf(await importVideo(packager.subgraph, { sourceUrl: await packager.source(), ...input }));
  return vi.waitFor(
    async () => {
      const found = await importJob(packager.subgraph, id);
      expect(["READY", "FAILED"]).toContain(found.state);
      return found;
    },
    { timeout: 60_000, interval: 50 },
  );
}

/** A playable that alice may watch now. */
export async function watchableFilm(
  packager: RunningPackager,
  playable: Partial<EventData<"marquee.catalog.playable.v1">> = {},
): Promise<string> {
  const playableId = await packager.catalogSays(playable);
  expect(await importFinished(packager, { playableId })).toMatchObject({ state: "READY" });
  return playableId;
}

/** A job that no worker ever takes. */
export async function untakenJob({ sql }: RunningPackager): Promise<string> {
  const id = randomUUID();
  await sql(
    `INSERT INTO packager.import_jobs (id, account_id, idempotency_key, source_url, playable_id, priority, created_at, lease_until)
     VALUES ($1::uuid, 'nobody', $1::text, 'upload:none', $1::text, 0, now(), now() + interval '1 hour')`,
    [id],
  );
  return id;
}

/** Waits until what it looks at holds. */
export function until<Value>(look: () => Promise<Value> | Value): Promise<Value> {
  return vi.waitFor(look, { timeout: 15_000, interval: 50 });
}
