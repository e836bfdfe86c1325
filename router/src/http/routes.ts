import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Metrics } from "../metrics.ts";
import type { GraphqlEndpoint } from "./graphql-endpoint.ts";

export interface RoutesOptions {
  readonly endpoint: GraphqlEndpoint;
  /** What keeps the graph from answering in full, one sentence each. */
  readonly problems: () => Promise<readonly string[]>;
  readonly metrics: Metrics;
}

type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** `/graphql`; for probes `/healthz`, while the process runs, and `/readyz`, while it can answer; `/metrics` for Prometheus. */
export function routes({ endpoint, problems, metrics: { registry } }: RoutesOptions): RequestListener {
  const table = new Map<string, Route>([
    ["/graphql", (request, response) => endpoint.serve(request, response)],
    ["/healthz", readOnly(async (response) => json(response, 200, { service: "router", status: "up" }))],
    ["/readyz", readOnly(async (response) => tellReadiness(response, await problems()))],
    ["/metrics", readOnly(async (response) => send(response, 200, registry.contentType, await registry.metrics()))],
  ]);
  return (request, response) => {
    const { url = "/" } = request;
    const mark = url.indexOf("?");
    const route = table.get(mark < 0 ? url : url.slice(0, mark));
    if (route) route(request, response).catch(() => response.destroy());
    else json(response, 404, { error: "There is nothing here." });
  };
}

function tellReadiness(response: ServerResponse, problems: readonly string[]): void {
  const isReady = problems.length === 0;
  json(response, isReady ? 200 : 503, { service: "router", status: isReady ? "ready" : "not ready", problems });
}

function readOnly(answer: (response: ServerResponse) => Promise<void>): Route {
  return async ({ method }, response) => {
    if (method === "GET" || method === "HEAD") return answer(response);
    json(response.setHeader("allow", "GET, HEAD"), 405, { error: "This is read by GET." });
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, "application/json; charset=utf-8", JSON.stringify(body));
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response
    .writeHead(status, { "content-type": contentType, "cache-control": "no-store", "content-length": Buffer.byteLength(body) })
    .end(body);
}
