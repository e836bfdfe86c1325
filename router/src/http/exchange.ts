import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "../metrics.ts";
import type { Headers } from "../operations/answer.ts";
import { type Compression, type Encoding, encodingFor } from "./compression.ts";
import type { Cors } from "./cors.ts";
import { requestIdOf } from "./request-id.ts";

/** What all exchanges of a router have in common. */
export interface Site {
  readonly cors: Cors;
  /** Undefined where answers go out as they are. */
  readonly compression: Compression | undefined;
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
  send(reply: Reply): void {
    const { compression } = this.site;
    const encoding = compression && encodingFor(this.request.headers["accept-encoding"], reply.bytes.length);
    if (!encoding) this.#write(reply);
    else
      compression.compress(reply.bytes, encoding).then(
        (bytes) => this.#write({ ...reply, bytes }, encoding),
        () => this.#write(reply),
      );
  }

  /** Sends the head of an answer that is then written bit by bit. */
  open(contentType: string): void {
    const head = this.#head([]);
    head.push("content-type", contentType, "x-accel-buffering", "no"); // nginx would hold small parts back
    this.response.writeHead(200, head);
    this.#count(200);
  }

  /** Answers what a browser asks before it lets a page of another origin send a request. */
  preflight(): void {
    const head = [...this.site.cors.preflightFor(this.request.headers), "allow", "GET, POST, OPTIONS", "content-length", "0"];
    this.response.writeHead(204, head).end();
    this.#count(204);
  }

  #write({ status, contentType, bytes, headers = [] }: Reply, encoding?: Encoding): void {
    if (this.response.destroyed) return;
    const head = this.#head(headers);
    head.push("content-type", contentType, "content-length", String(bytes.length));
    if (this.site.compression) head.push("vary", "Accept-Encoding");
    if (encoding) head.push("content-encoding", encoding);
    this.response.writeHead(status, head).end(bytes);
    this.#count(status);
  }

  /** Names and values in turn, as `writeHead` takes them fastest. An answer is for whoever asked, and for no cache. */
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
