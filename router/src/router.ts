import type { IncomingMessage, RequestListener } from "node:http";
import type { Duplex } from "node:stream";
import { Admission, type Meter } from "@marquee/admission";
import type { Logger } from "pino";
import { authenticator } from "./authentication.ts";
import { type RouterConfig, subgraphTimeoutMs } from "./config.ts";
import { Executor, type Fetch } from "./execution/executor.ts";
import { readGraph } from "./graph.ts";
import { HttpApi } from "./http/http-api.ts";
import { HttpServer } from "./http/http-server.ts";
import { passedOn, responseHeaderRule } from "./http/response-headers.ts";
import { subgraphProblems } from "./http/subgraph-problems.ts";
import { defaultLimits } from "./limits.ts";
import { Metrics } from "./metrics.ts";
import { Operations } from "./operations/operations.ts";
import { Preparation } from "./operations/prepare.ts";
import { Planner } from "./planning/planner.ts";
import { presentErrors } from "./presentable-error.ts";
import { Claims } from "./subgraphs/claims.ts";
import { fetchFacts } from "./subgraphs/fetch-facts.ts";
import { Subgraph } from "./subgraphs/subgraph.ts";
import { eventResolver } from "./subscriptions/resolve-event.ts";
import { SocketServer } from "./subscriptions/socket-server.ts";
import { Subscriptions } from "./subscriptions/subscriptions.ts";

export { forwardedClaims, type RouterConfig, readRouterConfig } from "./config.ts";
export { defaultLimits, type Limits } from "./limits.ts";

export interface RouterParts {
  readonly logger: Logger;
  /** Called for each fetch from a subgraph when it has ended, with the client's name for its operation; events that are pushed are none. */
  readonly onFetch?: (subgraph: string, operationName: string | undefined) => void;
  /** How busy the process is; that of this thread's event loop if omitted. */
  readonly meter?: Meter;
}

export interface RunningRouter extends AsyncDisposable {
  /** Of the GraphQL endpoint; subscriptions are at the same path over WebSocket. */
  readonly url: string;
  /** The same routes for a process that serves them on another port, which then hands over WebSockets too. Nothing may have read the request's body. */
  readonly handle: RequestListener;
  readonly handleUpgrade: (request: IncomingMessage, stream: Duplex, head: Buffer) => void;
  /** What keeps the graph from answering in full right now, one sentence each. */
  readonly problems: () => Promise<readonly string[]>;
}

/**
 * Starts a router on a supergraph. It is ready at once, and its subgraphs may come later.
 * Disposing it ends the sockets with 1001, finishes the requests in hand within ten seconds and closes the port.
 */
export async function startRouter(config: RouterConfig, { logger, onFetch, meter }: RouterParts): Promise<RunningRouter> {
  await using opened = new AsyncDisposableStack();
  const limits = { ...defaultLimits, ...config.limits };
  const { claimSecret, subgraphTimeoutMs: timeoutMs = subgraphTimeoutMs, allowedOrigins = [], deduplicate: shares = true } = config;
  const graph = readGraph(config.supergraphSdl, config.subgraphUrls ?? {});
  const { supergraph } = graph;
  const metrics = new Metrics();
  const presentError = presentErrors(logger);
  const authenticate = authenticator({ ...config, logger });
  const rule = responseHeaderRule(config.responseHeaders ?? []);
  const admission = opened.use(new Admission(limits.operations, meter));
  metrics.gauge("router_operations_in_hand", "Operations that were taken and are not answered.", () => admission.inHand);
  metrics.gauge("router_operations_refused", "Operations that were refused for want of time, since the start.", () => admission.refused);
  const planner = opened.use(new Planner({ sdl: graph.sdl, limits, logger }));
  const preparation = new Preparation(graph, limits, planner);
  const facts = fetchFacts(supergraph);

  const fetched = (fetch: Fetch) => {
    metrics.fetch(fetch);
    onFetch?.(fetch.subgraph, fetch.operationName);
  };
  const subgraphs = graph.subgraphs.map((address) => opened.use(new Subgraph(address, timeoutMs)));
  const problems = subgraphProblems(subgraphs);
  const claims = new Claims(claimSecret);
  const executor = new Executor({
    graph,
    subgraphs: new Map(subgraphs.map((subgraph) => [subgraph.address.name, subgraph])),
    facts,
    claims,
    shares,
    introspect: (text, variables) => planner.introspect(text, variables),
    pickHeaders: rule.length > 0 ? (headers) => passedOn(rule, headers) : undefined,
    logger,
    onFetch: fetched,
  });
  const operations = new Operations({ graph, preparation, executor, shares, presentError });
  const resolve = eventResolver(executor, presentError);
  const subscriptions = opened.adopt(
    new Subscriptions({ graph, preparation, operations, facts, resolve, limits, claims, timeoutMs, metrics, logger }),
    (open) => open.close(),
  );

  const http: HttpServer = opened.use(new HttpServer((request, response) => api.handle(request, response), timeoutMs));
  const isClosing = () => http.isClosing;
  const parts = { operations, preparation, subscriptions, authenticate, admission, limits, problems, metrics, isClosing };
  const api = opened.use(new HttpApi(config, parts));

  const sockets = opened.use(
    new SocketServer({ admission, authenticate, preparation, operations, subscriptions, allowedOrigins, limits, metrics, logger }),
  );
  metrics.gauge("router_client_connections", "Open WebSocket connections of clients.", () => sockets.connections);
  const handleUpgrade: RunningRouter["handleUpgrade"] = (request, stream, head) => sockets.handleUpgrade(request, stream, head);
  http.server.on("upgrade", handleUpgrade);

  const port = await http.listen(config);
  opened.defer(() => void http.close()); // first of all, so that nobody comes while the others leave
  const url = `http://${config.host === "0.0.0.0" ? "127.0.0.1" : config.host}:${port}/graphql`;
  logger.debug({ url }, "the router listens");
  const stack = opened.move();
  return { url, handle: api.handle, handleUpgrade, problems, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
