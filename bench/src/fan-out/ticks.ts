import { composeServices } from "@apollo/composition";
import { parse } from "graphql";

/** What both sides push, and how often. */
export const TICKS_PER_SECOND = 20;

/** A tick says when it happened, so that who gets it knows how late it comes; what it is about is another subgraph's. */
export interface Tick {
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  readonly item: Item;
}

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly blurb: string;
}

export const item: Item = { id: "1", name: "The item that every tick is about", blurb: "x".repeat(120) };

/** Calls back for each tick, at a fixed rate; returns what stops it. */
export function everyTick(tell: (tick: Tick) => void): () => void {
  let sequence = 0;
  const timer = setInterval(() => {
    sequence += 1;
    tell({ sequence, sentAt: Date.now(), item });
  }, 1_000 / TICKS_PER_SECOND);
  return () => clearInterval(timer);
}

export const subscription = "subscription { ticks { sequence sentAt item { id name blurb } } }";

const link = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.marquee.dev/cacheControl/v1.0", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
`;

export const tickerSdl = `${link}
  type Query { now: Float }
  type Subscription { ticks: Tick @cacheControl(scope: PUBLIC) }
  type Tick { sequence: Int @cacheControl(scope: PUBLIC) sentAt: Float @cacheControl(scope: PUBLIC) item: Item @cacheControl(scope: PUBLIC) }
  type Item @key(fields: "id", resolvable: false) { id: ID! }
`;

export const itemsSdl = `${link}
  type Query { item(id: ID!): Item }
  type Item @key(fields: "id") { id: ID! name: String @cacheControl(scope: PUBLIC) blurb: String @cacheControl(scope: PUBLIC) }
`;

export function supergraphSdl(urls: { readonly ticker: string; readonly items: string }): string {
  const { supergraphSdl: sdl, errors } = composeServices([
    { name: "ticker", url: urls.ticker, typeDefs: parse(tickerSdl) },
    { name: "items", url: urls.items, typeDefs: parse(itemsSdl) },
  ]);
  if (!sdl) throw new Error(errors?.map(({ message }) => message).join("\n"));
  return sdl;
}
