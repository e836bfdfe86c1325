import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import express, { type Express } from "express";
import type { Logger } from "pino";
import { authenticator } from "./authentication.ts";
import { forwardedClaims, type RouterConfig, subgraphTimeoutMs } from "./config.ts";
import { readGraph } from "./graph.ts";
import { addRoutes } from "./http/app.ts";
import { graphqlServer } from "./http/graphql-server.ts";
import { subgraphProblems } from "./http/health.ts";
import { defaultLimits } from "./limits.ts";
import { Metrics } from "./metrics.ts";
import { Operations } from "./operations/operations.ts";
import { Preparation } from "./operations/prepare.ts";
import { presentErrors } from "./presentable-error.ts";
import { fetchFacts } from "./subgraphs/fetch-facts.ts";
import { type Fetch, SubgraphSource } from "./subgraphs/subgraph-source.ts";
import { socketProtocol } from "./subscriptions/socket-protocol.ts";
import { SocketServer } from "./subscriptions/socket-server.ts";
import { Subscriptions } from "./subscriptions/subscriptions.ts";

export { forwardedClaims, type RouterConfig, readRouterConfig } from "./config.ts";
export { defaultLimits, type Limits } from "./limits.ts";

export interface RouterParts {
  readonly logger: Logger;
  /** Called for each fetch from a subgraph when it has ended, with the client's name for its operation; events that are pushed are none. */
  readonly onFetch?: (subgraph: string, operationName: string | undefined) => void;
}

export interface RunningRouter extends AsyncDisposable {
  /** Of the GraphQL endpoint; subscriptions are at the same path over WebSocket. */
  readonly url: string;
  /** The same routes for a process that serves them on another port, which then hands over WebSockets too. */
  readonly app: Express;
  readonly handleUpgrade: (request: IncomingMessage, stream: Duplex, head: Buffer) => void;
  /** What keeps the graph from answering in full right now, one sentence each. */
  readonly problems: () => Promise<readonly string[]>;
}

/** A request that is not read in this time holds a connection for nothing. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than any proxy before it keeps a connection that is idle: a request must not meet one that is just being closed. */
const KEEP_ALIVE_MS = 75_000;

/**
 * Starts a router on a supergraph. It is ready at once, and its subgraphs may come later.
 * Disposing it ends the sockets with 1001, finishes the requests in hand within ten seconds and closes the port.
 */
export async function startRouter(config: RouterConfig, { logger, onFetch }: RouterParts): Promise<RunningRouter> {
  await using opened = new AsyncDisposableStack();
  const limits = { ...defaultLimits, ...config.limits };
  const { claimSecret, subgraphTimeoutMs: timeoutMs = subgraphTimeoutMs, allowedOrigins = [] } = config;
  const graph = readGraph(config.supergraphSdl, config.subgraphUrls ?? {}, limits.plannerPaths);
  const { supergraph } = graph;
  const metrics = new Metrics();
  const presentError = presentErrors(logger);
  const authenticate = authenticator({ forwardedClaims, ...config, logger });
  const preparation = new Preparation(graph, limits);
  const facts = fetchFacts(supergraph);

  const fetched = (fetch: Fetch) => {
    metrics.fetch(fetch);
    onFetch?.(fetch.subgraph, fetch.operationName);
  };
  const subgraphs = graph.subgraphs.map((address) =>
    opened.use(new SubgraphSource(address, { supergraph, facts, claimSecret, timeoutMs, logger, onFetch: fetched })),
  );
  const sources = Object.fromEntries(subgraphs.map((source) => [source.address.name, source]));
  const problems = subgraphProblems(subgraphs);
  const operations = new Operations({ graph, preparation, sources, presentError, logger });

  const app = express().disable("x-powered-by").disable("etag").set("env", "production"); // else a malformed request is answered with a stack
  const http = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS }, app);
  const apollo = graphqlServer({ graph, preparation, operations, presentError, http, logger });
  await apollo.start();
  opened.defer(() => apollo.stop());
  addRoutes(app, { apollo, authenticate, allowedOrigins, limits, problems, metrics });

  const subscriptions = new Subscriptions({ graph, preparation, sources, facts, claimSecret, timeoutMs, presentError, metrics, logger });
  opened.defer(() => subscriptions.close());
  const protocol = socketProtocol({ authenticate, preparation, operations, subscriptions, limits, presentError, metrics });
  const sockets = opened.use(new SocketServer({ protocol, allowedOrigins, limits, logger }));
  metrics.gauge("router_client_connections", "Open WebSocket connections of clients.", () => sockets.connections);
  const handleUpgrade: RunningRouter["handleUpgrade"] = (request, stream, head) => sockets.handleUpgrade(request, stream, head);
  http.on("upgrade", handleUpgrade);

  const url = await listen(http, config);
  logger.debug({ url }, "the router listens");
  const stack = opened.move();
  return { url, app, handleUpgrade, problems, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function listen(http: Server, { port, host }: RouterConfig): Promise<string> {
  await new Promise<void>((resolve, reject) => http.once("error", reject).listen(port, host, resolve));
  const address = http.address();
  if (typeof address !== "object" || address === null) throw new Error("expected the router to listen on a port");
  return `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${address.port}/graphql`;
}
