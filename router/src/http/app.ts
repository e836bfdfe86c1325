import type { ApolloServer } from "@apollo/server";
import { expressMiddleware } from "@as-integrations/express5";
import { codedError } from "@marquee/coded-errors";
import cors from "cors";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import type { GraphQLError } from "graphql";
import type { Asker } from "../asker.ts";
import type { Authenticate } from "../authentication.ts";
import type { Limits } from "../limits.ts";
import type { Metrics } from "../metrics.ts";
import { addHealth } from "./health.ts";

export interface AppOptions {
  readonly apollo: ApolloServer<Asker>;
  readonly authenticate: Authenticate;
  /** Pages of these origins may read answers, beside those of the router's own. */
  readonly allowedOrigins: readonly string[];
  readonly limits: Limits;
  readonly problems: () => Promise<readonly string[]>;
  readonly metrics: Metrics;
}

/** Adds the router's routes to an app that may be served, or mounted, before the GraphQL server has started. */
export function addRoutes(app: Express, { apollo, authenticate, allowedOrigins, limits, problems, metrics }: AppOptions): void {
  addHealth(app, problems, metrics);
  app.use(
    "/graphql",
    measured(metrics),
    cors({ origin: [...allowedOrigins], methods: ["GET", "POST"], maxAge: 86_400 }),
    express.json({ limit: limits.bodyBytes }),
    refuseUnreadable,
    expressMiddleware(apollo, { context: async ({ req }) => (await authenticate(req.headers.authorization)).asker.from(req.ip) }),
  );
}

function measured(metrics: Metrics): RequestHandler {
  return (_request, response, next) => {
    const startedAt = performance.now();
    response.once("finish", () => metrics.request(response.statusCode, (performance.now() - startedAt) / 1_000));
    next();
  };
}

/** Answers for the body parser in GraphQL's own words; Express would tell its stack. */
const refuseUnreadable: ErrorRequestHandler = (error, _request, response, _next) => {
  const [status, reason] = refusalOf(error);
  response.status(status).json({ errors: [reason.toJSON()] });
};

function refusalOf(error: unknown): readonly [number, GraphQLError] {
  const type = typeof error === "object" && error !== null && "type" in error ? error.type : undefined;
  if (type === "entity.too.large") return [413, codedError("OPERATION_TOO_LARGE", "The request's body is larger than is read.")];
  if (type === "encoding.unsupported" || type === "charset.unsupported")
    return [415, codedError("BAD_REQUEST", "The body has an encoding that is not read.")];
  return [400, codedError("BAD_REQUEST", "The body is not JSON.")];
}
