import { Writable } from "node:stream";
import { type EventLog, memoryEventLog } from "@marquee/event-log";
import { testDatabase } from "@marquee/postgres/testing";
import { memoryPubSub } from "@marquee/pubsub";
import type { RunningSubgraph } from "@marquee/subgraph-server";
import { type Claims, signClaim, viewerHeader } from "@marquee/viewer-claim";
import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from "jose";
import { pino } from "pino";
import { jwksPath, startUsers, type UsersConfig } from "../src/service.ts";

const claimSecret = "a secret of the tests, 32 characters or more";

/** A users subgraph over its real endpoint, on a database of its own, with a clock that tests move. */
export interface RunningUsers extends AsyncDisposable {
  readonly subgraph: RunningSubgraph;
  readonly databaseUrl: string;
  readonly eventLog: EventLog;
  /** Everything that was logged, at every level. */
  readonly logged: () => string;
  readonly advance: (seconds: number) => void;
  /** Another process on the same database and clock; on the same log too, unless it is handed another one. */
  readonly another: (eventLog?: EventLog) => Promise<RunningSubgraph>;
}

export async function runUsers(overrides: Partial<UsersConfig> = {}): Promise<RunningUsers> {
  await using opened = new AsyncDisposableStack();
  const database = opened.use(await testDatabase());
  const eventLog = opened.use(memoryEventLog());
  let logged = "";
  let aheadMs = 0;
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  });
  const config: UsersConfig = {
    databaseUrl: database.url,
    claimSecret,
    port: 0,
    host: "127.0.0.1",
    tokenIssuer: "https://marquee.example",
    tokenAudience: "marquee",
    accessTokenSeconds: 900,
    defaultTerritory: "US",
    demo: false,
    ...overrides,
  };
  const start = (log: EventLog = eventLog) =>
    startUsers(config, {
      logger: pino({ level: "trace" }, sink),
      eventLog: log,
      pubSub: memoryPubSub(),
      now: () => new Date(Date.now() + aheadMs),
    });
  const subgraph = opened.use(await start());
  const owned = opened.move();
  return {
    subgraph,
    databaseUrl: database.url,
    eventLog,
    logged: () => logged,
    advance: (seconds) => {
      aheadMs += seconds * 1000;
    },
    another: start,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks into is what it asserts
  readonly data: any;
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[] | undefined;
}

/** Asks as the router would, with a signed claim. */
export async function ask(
  { url }: Pick<RunningSubgraph, "url">,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  claims: Claims = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", [viewerHeader]: signClaim(claims, claimSecret, "users", Date.now()) },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Omit<Answer, "status">;
  return { status: response.status, data: body.data, errors: body.errors };
}

const signedIn = `__typename
  ... on Refusal { message }
  ... on SignedIn {
    accessToken accessTokenExpiresAt refreshToken profile { id name }
    account { id email scopes plan { id name maxStreams } profiles { id name maturityLimit hasPin } devices { id name lastSeenAt isCurrent } }
  }`;
const limited = "... on TooManyAttempts { retryAfterSeconds }";

type Input = Readonly<Record<string, unknown>>;

export async function signUp(subgraph: RunningSubgraph, input: Input, source?: string) {
  const document = `mutation ($input: SignUpInput!) { result: signUp(input: $input) { ${signedIn} ${limited} } }`;
  return resultOf(await ask(subgraph, document, { input }, { source }));
}

export async function signIn(subgraph: RunningSubgraph, input: Input, source?: string) {
  const document = `mutation ($input: SignInInput!) { result: signIn(input: $input) { ${signedIn} ${limited} } }`;
  return resultOf(await ask(subgraph, document, { input }, { source }));
}

export async function refresh(subgraph: RunningSubgraph, refreshToken: string) {
  const document = `mutation ($input: RefreshInput!) { result: refresh(input: $input) { ${signedIn} } }`;
  return resultOf(await ask(subgraph, document, { input: { refreshToken } }));
}

/** Of a mutation under the name `result`. */
export function resultOf({ data, errors }: Answer) {
  if (errors) throw new Error(`the mutation failed: ${errors.map(({ message }) => message).join(" ")}`);
  return data.result;
}

export function selectProfile(subgraph: RunningSubgraph, claims: Claims, profileId: string, pin?: string): Promise<Answer> {
  const document = `mutation ($input: SelectProfileInput!) { result: selectProfile(input: $input) {
    __typename
    ... on Refusal { message }
    ... on TooManyAttempts { retryAfterSeconds }
    ... on ProfileSelected { profile { id name } accessToken accessTokenExpiresAt }
  } }`;
  return ask(subgraph, document, { input: { profileId, ...(pin !== undefined && { pin }) } }, claims);
}

/** What the router forwards of a token. */
export function claimsOf(accessToken: string): JWTPayload {
  return decodeJwt(accessToken);
}

/** Checks a token as the router does, by the published keys. */
export async function verify(subgraph: RunningSubgraph, accessToken: string, currentDate = new Date()) {
  const keys = createRemoteJWKSet(new URL(jwksPath, subgraph.origin));
  return jwtVerify(accessToken, keys, { issuer: "https://marquee.example", audience: "marquee", algorithms: ["EdDSA"], currentDate });
}
