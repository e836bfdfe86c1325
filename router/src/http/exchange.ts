import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "../metrics.ts";
import type { Headers } from "../operations/answer.ts";
import type { Cors } from "./cors.ts";
import { requestIdOf } from "./request-id.ts";

/** What all exchanges of a router have in common. */
export interface Site {
  readonly cors: Cors;
  readonly metrics: Metrics;
  /** Whether the router stops: whoever asks again does so over another connection. */
  readonly isClosing: () => boolean;
}

/** What goes back to a client. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly headers?: Headers;
}

/** One request and its answer. */
export class Exchange {
  readonly requestId: string;
  readonly #startedAtMs = performance.now();

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly site: Site,
  ) {
    this.requestId = requestIdOf(request.headers);
  }

  /** Sends the whole answer. A client that has gone gets nothing. */
  send({ status, contentType, bytes, headers = [] }: Reply): void {
    if (this.response.destroyed) return;
    const head = this.#head(headers);
    head.push("content-type", contentType, "content-length", String(bytes.length));
    this.response.writeHead(status, head).end(bytes);
    this.#count(status);
  }

  /** Sends the head of an answer that is written bit by bit. */
  open(contentType: string, headers: Headers = []): void {
    const head = this.#head(headers);
    head.push("content-type", contentType, "x-accel-buffering", "no");
    this.response.writeHead(200, head);
    this.#count(200);
  }

  /** Answers what a browser asks before it lets a page of another origin send a request. */
  preflight(): void {
    const { cors } = this.site;
    this.response.writeHead(204, [...cors.preflightFor(this.request.headers), "allow", "GET, POST, OPTIONS", "content-length", "0"]).end();
    this.#count(204);
  }

  /** Names and values in turn, as `writeHead` takes them fastest. An answer is for whoever asked, and no cache's. */
  #head(headers: Headers): string[] {
    const { cors, isClosing } = this.site;
    const head = ["cache-control", "no-store", "x-request-id", this.requestId, ...cors.headersFor(this.request.headers.origin)];
    for (const [name, value] of headers) head.push(name, value);
    if (isClosing()) head.push("connection", "close");
    return head;
  }

  #count(status: number): void {
    this.site.metrics.request(status, (performance.now() - this.#startedAtMs) / 1_000);
  }
}
