import type { IncomingMessage, ServerResponse } from "node:http";
import type { Admission } from "@marquee/admission";
import { codedError } from "@marquee/coded-errors";
import type { Authenticate } from "../authentication.ts";
import type { Answer } from "../operations/answer.ts";
import { type Asked, asGraphqlError, type Operations } from "../operations/operations.ts";
import type { Preparation } from "../operations/prepare.ts";
import { RequestRefused } from "../request-refused.ts";
import type { Subscriptions } from "../subscriptions/subscriptions.ts";
import { tooBusy } from "../too-busy.ts";
import { AcceptHeaders, type SingleType, type StreamType } from "./accepted.ts";
import { answerBatch, listOf } from "./batch.ts";
import { Exchange, type Site } from "./exchange.ts";
import { framings } from "./framing.ts";
import { type ReadLimits, readRequest } from "./read-request.ts";
import type { ResultStreams } from "./result-streams.ts";

export interface EndpointOptions {
  readonly operations: Operations;
  readonly preparation: Preparation;
  readonly subscriptions: Subscriptions;
  readonly streams: ResultStreams;
  readonly authenticate: Authenticate;
  readonly admission: Admission;
  readonly limits: ReadLimits;
  readonly site: Site;
}

/** Who subscribes over HTTP, and how the results are to be written. */
interface Subscriber {
  readonly type: StreamType;
  /** For a refusal. */
  readonly single: SingleType | undefined;
  readonly expiresAtMs: number | undefined;
}

const byPost = ["allow", "POST"] as const;

/**
 * GraphQL over HTTP: one answer, or a subscription's results as server-sent events or parts.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/
 */
export class GraphqlEndpoint {
  readonly #accept = new AcceptHeaders();
  readonly #tooBusy: Answer;

  constructor(readonly options: EndpointOptions) {
    this.#tooBusy = options.operations.refuse([tooBusy("The router")]);
  }

  /** Answers a request, whatever becomes of it. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = new Exchange(request, response, this.options.site);
    try {
      if (request.method === "OPTIONS") exchange.preflight();
      else if (this.options.admission.admits()) await this.#answer(exchange);
      else this.#sendRefusal(exchange, this.#tooBusy);
    } catch (error) {
      this.#sendRefusal(exchange, this.options.operations.refuse([asGraphqlError(error)]));
    }
  }

  async #answer(exchange: Exchange): Promise<void> {
    const { limits, authenticate, preparation } = this.options;
    const { headers, socket } = exchange.request;
    const { single, stream } = this.#accept.read(headers.accept);
    if (!single && !stream) throw notAcceptable();
    const read = await readRequest(exchange.request, limits);
    const { asker, expiresAtMs } = await authenticate(headers.authorization);
    const sender = { asker: asker.from(socket.remoteAddress), requestId: exchange.requestId };
    if (read.kind === "batch") {
      const batch = read.requests.map((request) => ({ ...request, ...sender }));
      const answers = await answerBatch(batch, preparation, (asked) => this.#run(asked, exchange));
      return exchange.send({ status: 200, contentType: contentTypeOf(single), ...listOf(answers) });
    }
    const asked = { ...read.request, ...sender };
    if (stream && (await this.#isSubscription(asked))) return this.#subscribe(exchange, asked, { type: stream, single, expiresAtMs });
    if (!single) throw notAcceptable();
    send(exchange, await this.#run(asked, exchange), single);
  }

  async #run(asked: Asked, { request }: Exchange): Promise<Answer> {
    const { admission, operations } = this.options;
    admission.enter();
    try {
      return await operations.answer(asked, { allowsMutations: request.method === "POST" });
    } finally {
      admission.leave();
    }
  }

  async #isSubscription({ query, operationName }: Asked): Promise<boolean> {
    const prepared = await this.options.preparation.prepare(query, operationName);
    return prepared.kind === "planned" && prepared.operation.operation === "subscription";
  }

  async #subscribe(exchange: Exchange, asked: Asked, { type, single, expiresAtMs }: Subscriber): Promise<void> {
    const { subscriptions, streams, operations } = this.options;
    if (streams.isFull) return this.#sendRefusal(exchange, this.#tooBusy);
    const opened = await subscriptions.subscribe(asked);
    if ("refusal" in opened) return send(exchange, opened.refusal, type === "text/event-stream" ? type : (single ?? "application/json"));
    const expired = () => operations.refuse([codedError("UNAUTHENTICATED", "The access token has expired: refresh it.")]);
    streams.open({ exchange, framing: framings[type], results: opened.results, expiresAtMs, expired });
  }

  #sendRefusal(exchange: Exchange, { status = 400, bytes, headers }: Answer): void {
    const { single } = this.#accept.read(exchange.request.headers.accept);
    exchange.send({ status, contentType: contentTypeOf(single), bytes, headers });
  }
}

function notAcceptable(): RequestRefused {
  return new RequestRefused("BAD_REQUEST", "The answer would be application/json, which the request does not accept.", 406);
}

function send(exchange: Exchange, { text, bytes, headers, isRefused, status }: Answer, type: SingleType): void {
  if (type === "text/event-stream") {
    // a refusal too: a browser shows its page nothing of an answer whose status is not 200
    const { contentType, result, completion } = framings[type];
    exchange.send({ status: 200, contentType, bytes: Buffer.from(result(text) + completion), headers });
  } else {
    const said = status === 405 ? [...headers, byPost] : headers;
    exchange.send({ status: status ?? statusOf(isRefused, type), contentType: contentTypeOf(type), bytes, headers: said });
  }
}

/**
 * 200 where a well-formed request held GraphQL that could not be run, unless the client takes `application/graphql-response+json`: with the older
 * `application/json` any other status may come from a proxy, and clients do not read its body.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
function statusOf(isRefused: boolean, type: SingleType): number {
  return isRefused && type === "application/graphql-response+json" ? 400 : 200;
}

function contentTypeOf(type: SingleType | undefined): string {
  return type === "application/graphql-response+json"
    ? "application/graphql-response+json; charset=utf-8"
    : "application/json; charset=utf-8";
}
