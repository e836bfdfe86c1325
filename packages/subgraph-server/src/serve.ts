import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { ApolloServerPluginDrainHttpServer } from "@apollo/server/plugin/drainHttpServer";
import { Admission, type Meter } from "@marquee/admission";
import { codedError, isErrorCode } from "@marquee/coded-errors";
import { InvalidClaim, type Viewer, viewerHeader } from "@marquee/viewer-claim";
import express, { type Express } from "express";
import { type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import type { Logger } from "pino";
import { WebSocketServer } from "ws";
import { graphqlOverHttp } from "./graphql-over-http.ts";
import { KnownViewers } from "./known-viewers.ts";
import { BACKLOG } from "./waiting-room.ts";

export interface SubgraphOptions<Context extends object> {
  /** Its name in the supergraph. */
  readonly name: string;
  /** Built with `federatedSchema`. */
  readonly schema: GraphQLSchema;
  /** What the resolvers get: made anew for each request and each subscription, so that loaders never outlive one. */
  readonly context: (viewer: Viewer) => Context;
  /** Shared with the router alone; at least 32 characters. */
  readonly claimSecret: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The address to listen on; `127.0.0.1` unless the service has a machine of its own. */
  readonly host: string;
  readonly logger: Logger;
  /** What keeps the service from working right now, one sentence each; empty when it is ready. */
  readonly problems: () => Promise<readonly string[]>;
  /** What does not work as it should while the service goes on without it, one sentence each; `/readyz` shows it and stays green. */
  readonly warnings?: (() => Promise<readonly string[]>) | undefined;
  /** One that listens already and is taken over, instead of a new one on `port` and `host`. */
  readonly server?: Server | undefined;
  /** How long a request may take to arrive; five minutes when omitted. */
  readonly requestTimeoutMs?: number;
  /** How busy the process is; that of this thread's event loop when omitted. */
  readonly meter?: Meter;
  /** Adds HTTP routes of its own beside `/graphql`, `/healthz` and `/readyz`. */
  readonly routes?: (app: Express) => void;
}

export interface RunningSubgraph extends AsyncDisposable {
  readonly name: string;
  /** Of its GraphQL endpoint; subscriptions are at the same path over WebSocket. */
  readonly url: string;
  /** Of its own HTTP routes. */
  readonly origin: string;
  /** The same routes for a process that serves them on another port. */
  readonly app: Express;
  readonly problems: () => Promise<readonly string[]>;
}

/** GraphQL requests in hand that even a busy process takes. */
const LEAST_IN_HAND = 128;
/** Longer than the router or an edge keeps a connection that is idle: a request must not meet one that is just being closed. */
const KEEP_ALIVE_MS = 75_000;

/**
 * Serves a subgraph over HTTP and graphql-ws, to the router alone: a request without a signed viewer claim is refused,
 * and so is what a busy process could not answer in time.
 * Disposing it finishes the requests in hand, ends the subscriptions and closes the port.
 */
export async function serveSubgraph<Context extends object>(options: SubgraphOptions<Context>): Promise<RunningSubgraph> {
  const { name, schema, context, claimSecret, logger, requestTimeoutMs = 300_000 } = options;
  const app = express().disable("x-powered-by").set("env", "production"); // else Express answers a malformed request with a stack trace
  const http = options.server ?? createServer();
  http.requestTimeout = requestTimeoutMs;
  http.keepAliveTimeout = KEEP_ALIVE_MS;
  const formatError = (formatted: GraphQLFormattedError, error: unknown) => presentable(formatted, error, logger);
  const viewers = new KnownViewers(claimSecret, name);
  const contextOf = (claim: unknown) => context(viewerOf(claim, viewers));

  const apollo = new ApolloServer<Context>({
    schema,
    csrfPrevention: false, // only the router gets this far, and it has checked already
    includeStacktraceInErrorResponses: false,
    formatError,
    logger,
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(), // the router knows the hints from the schema; this would look at every field of every answer
      ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: 5_000 }),
    ],
    stopOnTerminationSignals: false,
  });
  await apollo.start();

  addHealth(app, options);
  options.routes?.(app);
  const admission = new Admission(LEAST_IN_HAND, options.meter);
  const graphql = graphqlOverHttp({ apollo, contextOf: (headers) => contextOf(headers[viewerHeader]), admission, logger });

  const sockets = new WebSocketServer({ server: http, path: "/graphql", maxPayload: 1_048_576 });
  const subscriptions = useServer<Record<string, unknown>>(
    {
      schema,
      context: ({ connectionParams }) => contextOf(connectionParams?.[viewerHeader]),
      onConnect: ({ connectionParams }) => isClaimed(connectionParams?.[viewerHeader], viewers),
      onNext: (_context, _id, _payload, _args, { errors, ...rest }) =>
        errors && ({ ...rest, errors: errors.map((error) => formatError(error.toJSON(), error)) } as FormattedExecutionResult),
      onError: (_context, _id, _payload, errors) =>
        errors.map((error) => formatError(error instanceof GraphQLError ? error.toJSON() : error, error)),
    },
    sockets,
  );

  http.removeAllListeners("request").on("request", (request, response) => {
    if (isGraphql(request.url)) graphql(request, response);
    else app(request, response);
  });
  if (!http.listening)
    await new Promise<void>((resolve, reject) => http.once("error", reject).listen(options.port, options.host, BACKLOG, resolve));
  const origin = `http://${options.host === "0.0.0.0" ? "127.0.0.1" : options.host}:${(http.address() as AddressInfo).port}`;
  logger.debug({ origin }, `${name} listens`);

  return {
    name,
    url: `${origin}/graphql`,
    origin,
    app,
    problems: options.problems,
    async [Symbol.asyncDispose]() {
      await subscriptions.dispose();
      await apollo.stop();
      admission[Symbol.dispose]();
    },
  };
}

function addHealth(
  app: Express,
  { name, problems, warnings = async () => [] }: Pick<SubgraphOptions<object>, "name" | "problems" | "warnings">,
): void {
  app.get("/healthz", (_request, response) => void response.json({ service: name, status: "up" }));
  app.get("/readyz", async (_request, response) => {
    const [found, lacking] = await Promise.all([problems(), warnings()]);
    const status = found.length === 0 ? "ready" : "not ready";
    response.status(found.length === 0 ? 200 : 503).json({ service: name, status, problems: found, warnings: lacking });
  });
}

function isGraphql(url = ""): boolean {
  return url === "/graphql" || url.startsWith("/graphql?");
}

function isClaimed(claim: unknown, viewers: KnownViewers): boolean {
  try {
    viewerOf(claim, viewers);
    return true;
  } catch {
    return false;
  }
}

function viewerOf(claim: unknown, viewers: KnownViewers): Viewer {
  try {
    return viewers.viewerOf(typeof claim === "string" ? claim : undefined);
  } catch (error) {
    if (!(error instanceof InvalidClaim)) throw error;
    throw new GraphQLError(`Ask the router: ${error.message}.`, { extensions: { code: "NOT_FROM_ROUTER", http: { status: 401 } } });
  }
}

/** Lets coded errors through and hides all others behind one sentence, after logging them. */
function presentable(formatted: GraphQLFormattedError, error: unknown, logger: Logger): GraphQLFormattedError {
  const { code } = formatted.extensions ?? {};
  if (isErrorCode(code) && code !== "INTERNAL_SERVER_ERROR") return formatted;
  if (error instanceof GraphQLError && code === undefined && error.originalError === undefined) {
    return { ...formatted, extensions: { code: "BAD_USER_INPUT" } }; // a scalar or the executor refused a value
  }
  logger.error({ err: error instanceof GraphQLError ? (error.originalError ?? error) : error, path: formatted.path }, "a field failed");
  const hidden = codedError("INTERNAL_SERVER_ERROR", "Something failed on our side.").toJSON();
  return { ...hidden, ...(formatted.path && { path: formatted.path }), ...(formatted.locations && { locations: formatted.locations }) };
}
