import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authenticate } from "../authentication.ts";
import type { Limits } from "../limits.ts";
import type { Answer } from "../operations/answer.ts";
import { asGraphqlError, type Operations } from "../operations/operations.ts";
import { RequestRefused } from "../request-refused.ts";
import { acceptedBy, type SingleType } from "./accepted.ts";
import { Exchange, type Site } from "./exchange.ts";
import { refuseForged } from "./forged-request.ts";
import { type GraphqlRequest, graphqlRequestIn, graphqlRequestOf } from "./graphql-request.ts";
import { essenceOf } from "./media-type.ts";
import { readJson } from "./read-body.ts";

export interface EndpointOptions {
  readonly operations: Operations;
  readonly authenticate: Authenticate;
  readonly limits: Limits;
  readonly site: Site;
}

/**
 * GraphQL over HTTP.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/
 */
export class GraphqlEndpoint {
  constructor(readonly options: EndpointOptions) {}

  /** Answers a request, whatever becomes of it. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = new Exchange(request, response, this.options.site);
    try {
      if (request.method === "OPTIONS") exchange.preflight();
      else await this.#answer(exchange);
    } catch (error) {
      this.#refuse(exchange, error);
    }
  }

  async #answer(exchange: Exchange): Promise<void> {
    const { operations, authenticate } = this.options;
    const { headers, method, socket } = exchange.request;
    refuseUnread(exchange.request);
    refuseForged(headers);
    const { single } = acceptedBy(headers.accept);
    if (!single) throw new RequestRefused("BAD_REQUEST", "The answer would be application/json, which the request does not accept.", 406);
    const read = await this.#read(exchange.request);
    const { asker } = await authenticate(headers.authorization);
    const answer = await operations.answer({ ...read, asker: asker.from(socket.remoteAddress) }, { allowsMutations: method === "POST" });
    send(exchange, answer, single);
  }

  #read(request: IncomingMessage): Promise<GraphqlRequest> | GraphqlRequest {
    if (request.method === "POST") return readJson(request, this.options.limits.bodyBytes).then(graphqlRequestOf);
    const { url = "" } = request;
    const mark = url.indexOf("?");
    return graphqlRequestIn(mark < 0 ? "" : url.slice(mark + 1));
  }

  #refuse(exchange: Exchange, error: unknown): void {
    const reason = asGraphqlError(error);
    const { status, bytes } = this.options.operations.refuse([reason], reason instanceof RequestRefused ? reason.status : undefined);
    exchange.send({
      status: status ?? 400,
      contentType: contentTypeOf(acceptedBy(exchange.request.headers.accept).single),
      bytes,
      headers: reason instanceof RequestRefused ? reason.headers : [],
    });
  }
}

/** Refuses what is not read at all: other methods than GET and POST, and uploads of files. */
function refuseUnread({ method, headers }: IncomingMessage): void {
  if (method !== "GET" && method !== "POST") {
    throw new RequestRefused("BAD_REQUEST", "A request is sent by GET or POST.", 405, [["allow", "GET, POST, OPTIONS"]]);
  }
  const type = headers["content-type"];
  if (type === undefined) return;
  const essence = essenceOf(type);
  if (essence === "multipart/form-data") {
    throw new RequestRefused("BAD_REQUEST", "Files are not taken in with an operation: upload them where the graph says.", 415);
  }
  if (method === "GET" && essence !== "application/json") {
    throw new RequestRefused("BAD_REQUEST", "A GET has no body, and so no content type.", 415);
  }
}

function send(exchange: Exchange, answer: Answer, type: SingleType): void {
  const { bytes, headers } = answer;
  exchange.send({ status: statusOf(answer, type), contentType: contentTypeOf(type), bytes, headers });
}

/**
 * 200 where a well-formed request held GraphQL that could not be run, unless the client takes `application/graphql-response+json`: with the older
 * `application/json` any other status may come from a proxy, and clients do not read its body.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
function statusOf({ isRefused, status }: Answer, type: SingleType): number {
  if (status !== undefined) return status;
  return isRefused && type === "application/graphql-response+json" ? 400 : 200;
}

function contentTypeOf(type: SingleType | undefined): string {
  return type === "application/graphql-response+json"
    ? "application/graphql-response+json; charset=utf-8"
    : "application/json; charset=utf-8";
}
