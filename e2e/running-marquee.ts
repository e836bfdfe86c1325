import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { type Standalone, startStandalone } from "@marquee/standalone";
import { type DocumentNode, print } from "graphql";
import { type Client, createClient } from "graphql-ws";
import { pino } from "pino";
import { WebSocket } from "ws";
import { graphql } from "./generated/index.ts";

export interface Fetch {
  readonly subgraph: string;
  readonly operationName: string | undefined;
}

export interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string };
  }[];
}

/** The public graph of a Marquee, as a device sees it. */
export interface PublicGraph {
  readonly url: string;
  /** Asks over HTTP. */
  ask<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables, token?: string): Promise<Answer<Data>>;
  /** An access token of a demo account, with its first profile selected. */
  signIn(name: "alice" | "bob" | "carol"): Promise<string>;
  /** A WebSocket connection of one's own; dispose it. */
  connect(token?: string): Client;
}

/** A whole Marquee, of which a test may know no more than how to reach it. */
export interface MarqueeUnderTest extends PublicGraph, AsyncDisposable {
  /** Where Prometheus finds the router's figures. */
  readonly metricsUrl: string;
  readonly databaseUrl: string;
}

/** A whole Marquee in the test's own process, on a home of its own, with the demo's accounts and titles but without its films. */
export interface RunningMarquee extends MarqueeUnderTest, Standalone {
  readonly url: string;
  /** What the router asked of subgraphs since the start; may be emptied. */
  readonly fetches: Fetch[];
}

const signInDocument = graphql(`
  mutation SignInForTest($input: SignInInput!) {
    signIn(input: $input) {
      ... on SignedIn { accessToken profile { id } account { profiles { id } } }
      ... on Refusal { message }
    }
  }
`);

const selectDocument = graphql(`
  mutation SelectForTest($input: SelectProfileInput!) {
    selectProfile(input: $input) {
      ... on ProfileSelected { accessToken }
      ... on Refusal { message }
    }
  }
`);

/** Marquee as this run of the tests has it: in the test's own process, or, by `npm run test:engines`, as processes on real engines. */
export async function startMarquee(): Promise<MarqueeUnderTest> {
  if (process.env.MARQUEE_RUNS_ON !== "engines") return startInProcess();
  const { startOnEngines } = await import("./marquee-on-engines.ts"); // only where Vitest provides the engines
  return startOnEngines();
}

export async function startInProcess(): Promise<RunningMarquee> {
  const home = await mkdtemp(join(tmpdir(), "marquee-e2e-"));
  const fetches: Fetch[] = [];
  const config = {
    port: 0,
    host: "127.0.0.1",
    publicUrl: undefined,
    home,
    databaseUrl: undefined,
    isDemo: true,
    hasDemoFilms: false,
    importFolders: [],
    lateLimitHours: 24,
    logLevel: "silent",
  };
  const marquee = await startStandalone(config, {
    logger: pino({ level: "silent" }),
    say: () => {},
    onFetch: (subgraph, operationName) => void fetches.push({ subgraph, operationName }),
  });
  return {
    ...marquee,
    ...publicGraph(marquee.url),
    metricsUrl: `${marquee.url}/metrics`,
    fetches,
    async [Symbol.asyncDispose]() {
      await marquee[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export function publicGraph(url: string): PublicGraph {
  const ask: PublicGraph["ask"] = async (document, variables, token) => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query: print(document as DocumentNode), variables }),
    });
    return (await response.json()) as never;
  };
  return {
    url,
    ask,
    async signIn(name) {
      const { data } = await ask(signInDocument, { input: { email: `${name}@marquee.example`, password: "marquee-demo" } });
      if (!data || !("accessToken" in data.signIn)) throw new Error(`${name} could not sign in: ${JSON.stringify(data)}`);
      const { accessToken, profile, account } = data.signIn;
      const profileId = account.profiles[0]?.id;
      if (profile || !profileId) return accessToken;
      const selected = await ask(selectDocument, { input: { profileId } }, accessToken);
      if (!selected.data || !("accessToken" in selected.data.selectProfile)) throw new Error(`${name}'s profile could not be selected`);
      return selected.data.selectProfile.accessToken;
    },
    connect: (token) =>
      createClient({
        url: `${url.replace("http", "ws")}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: token === undefined ? {} : { authorization: `Bearer ${token}` },
        retryAttempts: 0,
      }),
  };
}
