import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { composeServices } from "@apollo/composition";
import { buildSubgraphSchema } from "@apollo/subgraph";
import type { Meter } from "@marquee/admission";
import { codedError } from "@marquee/coded-errors";
import { type RunningSubgraph, serveSubgraph } from "@marquee/subgraph-server";
import type { Viewer } from "@marquee/viewer-claim";
import { parse } from "graphql";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { pino } from "pino";
import { type RouterConfig, type RunningRouter, startRouter } from "../src/router.ts";
import { Backlog } from "../src/subscriptions/backlog.ts";

/** A library: `books` knows works, `readers` who reads them now, `loans` is a bare HTTP server that tests make misbehave. */
const link = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@interfaceObject", "@composeDirective", "@shareable"])
    @link(url: "https://specs.marquee.dev/cacheControl/v1.0", import: ["@cacheControl"])
    @link(url: "https://specs.marquee.dev/latestValue/v1.0", import: ["@latestValue"])
    @composeDirective(name: "@cacheControl")
    @composeDirective(name: "@latestValue")
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
  directive @latestValue on FIELD_DEFINITION
`;

export const booksSdl = `${link}
  type Query {
    works: [Work!] @cacheControl(scope: PUBLIC)
    echo(text: String! = "hello"): String
    whoAsks: String
    crash: String
    refuse: String
    bare: Bare
  }
  type Bare { never: String! }
  type Mutation { rename(id: ID!, name: String!): Work }
  interface Work @key(fields: "id") { id: ID! name: String @cacheControl(scope: PUBLIC) }
  type Book implements Work @key(fields: "id") { id: ID! name: String @cacheControl(scope: PUBLIC) pages: Int @cacheControl(scope: PUBLIC) }
  type Essay implements Work @key(fields: "id") { id: ID! name: String @cacheControl(scope: PUBLIC) words: Int @cacheControl(scope: PUBLIC) }
`;

export const readersSdl = `${link}
  type Query { shelfOf: String }
  type Subscription {
    readers(id: ID!): Count! @cacheControl(scope: PUBLIC) @latestValue
    visits(id: ID!): Count! @cacheControl(scope: PUBLIC)
    mine: Count
    denied: Count
  }
  type Count { readers: Int @cacheControl(scope: PUBLIC) blurb: String @cacheControl(scope: PUBLIC) work: Work @cacheControl(scope: PUBLIC) secret: String }
  type Work @key(fields: "id") @interfaceObject { id: ID! readers: Int @cacheControl(scope: PUBLIC) note: String }
`;

export const loansSdl = `${link}
  type Query { loans: [String!] }
  type Mutation { lend(id: ID!): String }
  type Work @key(fields: "id") @interfaceObject { id: ID! loans: Int due: String! }
`;

export const claimSecret = "a secret that only tests know, 32+";
export const issuer = "https://library.example";

interface Seen {
  readonly subgraph: string;
  readonly viewer: Viewer;
}

const works = [
  { __typename: "Book", id: "1", name: "Tides", pages: 300 },
  { __typename: "Essay", id: "2", name: "On Lanterns", words: 900 },
];

interface Count {
  readonly readers: number;
  readonly blurb?: string;
  readonly workId: string;
}

/** Who is subscribed to what, so that tests see each upstream open and close, and can push. */
export class Desk {
  readonly seen: Seen[] = [];
  readonly open = new Map<string, Set<Backlog<Count>>>();
  readonly now = new Map<string, Count>();

  subscribers(channel: string): number {
    return this.open.get(channel)?.size ?? 0;
  }

  push(channel: string, count: Count): void {
    this.now.set(channel, count);
    for (const reader of this.open.get(channel) ?? []) reader.put(count);
  }

  end(channel: string): void {
    for (const reader of this.open.get(channel) ?? []) reader.end();
  }

  subscribe(channel: string): AsyncIterableIterator<Count> {
    const readers = this.open.get(channel) ?? new Set();
    this.open.set(channel, readers);
    const reader = new Backlog<Count>({
      keepsLatest: false,
      limit: Number.POSITIVE_INFINITY,
      sizeOf: () => 1,
      onLeave: () => readers.delete(reader),
    });
    readers.add(reader);
    const now = this.now.get(channel);
    if (now) reader.put(now);
    return reader;
  }
}

const byId = ({ id }: { readonly id: string }) => works.find((work) => work.id === id);

const booksResolvers = {
  Query: {
    works: () => works,
    echo: (_: unknown, { text }: { text: string }) => text,
    whoAsks: (_: unknown, _args: unknown, { viewer }: { viewer: Viewer }) => viewer.accountId,
    crash: () => {
      throw new Error("SELECT secret FROM /srv/library/tables at http://10.0.0.7:5432");
    },
    refuse: () => {
      throw codedError("FORBIDDEN", "This shelf is for librarians.");
    },
    bare: () => ({ never: null }),
  },
  Mutation: { rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ ...byId({ id }), name }) },
  Work: { __resolveReference: byId },
  Book: { __resolveReference: byId },
  Essay: { __resolveReference: byId },
};

function readersResolvers(desk: Desk) {
  const resolve = (count: Count) => count;
  return {
    Subscription: {
      readers: { subscribe: (_: unknown, { id }: { id: string }) => desk.subscribe(id), resolve },
      visits: { subscribe: (_: unknown, { id }: { id: string }) => desk.subscribe(`visits of ${id}`), resolve },
      mine: {
        subscribe: (_: unknown, _args: unknown, { viewer }: { viewer: Viewer }) => desk.subscribe(`of ${viewer.accountId}`),
        resolve,
      },
      denied: {
        subscribe: () => {
          throw codedError("FORBIDDEN", "This desk is for librarians.");
        },
      },
    },
    Count: {
      work: ({ workId }: Count) => ({ id: workId }),
      secret: () => {
        throw new Error("at /srv/library/desk.ts:12");
      },
    },
    Work: {
      __resolveReference: (reference: { id: string }) => reference,
      readers: ({ id }: { id: string }) => desk.now.get(id)?.readers,
      note: ({ id }: { id: string }, _args: unknown, { viewer }: { viewer: Viewer }) => `${viewer.accountId ?? "nobody"} on ${id}`,
    },
  };
}

export interface TestGraph extends AsyncDisposable {
  readonly router: RunningRouter;
  readonly desk: Desk;
  /** Fetches as the router counts them. */
  readonly fetches: { subgraph: string; operationName: string | undefined }[];
  /** What was logged, one JSON object a line. */
  readonly log: string[];
  /** Makes `loans` answer as told. */
  readonly setLoans: (listener: RequestListener) => void;
  readonly token: (claims?: JWTPayload, expires?: string | number) => Promise<string>;
  readonly stopReaders: () => Promise<void>;
  readonly startReaders: () => Promise<void>;
}

const okLoans: RequestListener = (_request, response) =>
  response.setHeader("content-type", "application/json").end('{"data":{"loans":["x"]}}');

export async function startTestGraph(overrides: Partial<RouterConfig> = {}, meter?: Meter): Promise<TestGraph> {
  await using opened = new AsyncDisposableStack();
  const desk = new Desk();
  const log: string[] = [];
  const fetches: TestGraph["fetches"] = [];
  const logger = pino({ level: "debug" }, { write: (line: string) => void log.push(line) });
  const keys = await generateKeyPair("EdDSA");
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "EdDSA" }] });
  const jwksUrl = await listen(opened, (_request, response) => response.setHeader("content-type", "application/json").end(jwks));

  let loansListener = okLoans;
  const loansUrl = await listen(opened, (request, response) =>
    request.url === "/readyz" ? response.end() : loansListener(request, response),
  );
  const serve = (name: string, sdl: string, resolvers: object, port = 0) =>
    serveSubgraph({
      name,
      schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }] as never),
      context: (viewer: Viewer) => {
        desk.seen.push({ subgraph: name, viewer });
        return { viewer };
      },
      claimSecret,
      port,
      host: "127.0.0.1",
      logger,
      problems: async () => [],
    });
  const books = opened.use(await serve("books", booksSdl, booksResolvers));
  let readers: RunningSubgraph | undefined = await serve("readers", readersSdl, readersResolvers(desk));
  const stopReaders = async () => {
    await readers?.[Symbol.asyncDispose]();
    readers = undefined;
  };
  opened.defer(stopReaders);
  const readersPort = Number(new URL(readers.url).port);

  const router = opened.use(
    await startRouter(
      {
        supergraphSdl: composed({ books: booksSdl, readers: readersSdl, loans: loansSdl }),
        subgraphUrls: { books: books.url, readers: readers.url, loans: `${loansUrl}/graphql` },
        port: 0,
        host: "127.0.0.1",
        claimSecret,
        jwksUrl,
        tokenIssuer: issuer,
        tokenAudience: "library",
        forwardedClaims: ["sub", "scope"],
        ...overrides,
      },
      { logger, onFetch: (subgraph, operationName) => void fetches.push({ subgraph, operationName }), ...(meter && { meter }) },
    ),
  );
  const stack = opened.move();
  return {
    router,
    desk,
    fetches,
    log,
    setLoans: (listener) => {
      loansListener = listener;
    },
    token: (claims = { sub: "alice" }, expires = "5m") =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "EdDSA", kid: "k1" })
        .setIssuedAt()
        .setIssuer(claims.iss ?? issuer)
        .setAudience("library")
        .setExpirationTime(expires)
        .sign(keys.privateKey),
    stopReaders,
    startReaders: async () => {
      readers = await serve("readers", readersSdl, readersResolvers(desk), readersPort);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Composes subgraphs by name; their addresses are of no use. */
export function composed(subgraphs: Readonly<Record<string, string>>): string {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: `http://${name}.invalid/graphql`, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join("\n"));
  return supergraphSdl;
}

async function listen(opened: AsyncDisposableStack, listener: RequestListener): Promise<string> {
  const http = createServer(listener);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  opened.defer(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

/** Posts an operation as a client does. */
export async function ask(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

/** Waits for a condition with a deadline. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
