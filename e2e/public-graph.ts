import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { type DocumentNode, print } from "graphql";
import { type Client, createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { graphql } from "./generated/index.ts";

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
