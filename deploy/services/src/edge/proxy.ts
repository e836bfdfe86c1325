import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from "node:http";
import { connect } from "node:net";
import type { Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream";
import { viewerHeader } from "@marquee/viewer-claim";
import { type Dispatcher, Pool } from "undici";

export interface Proxy extends Disposable {
  readonly handle: RequestListener;
}

/** How long nothing at all may travel in either direction. Streams of events send a sign of life more often than that. */
const IDLE_MS = 120_000;
const CONNECT_MS = 5_000;

/**
 * Passes requests and their answers on, byte by byte as they come, so that an upload of any size takes no memory.
 *
 * @param failed told why a client who still waits gets no answer
 */
export function proxyTo(origin: string, failed: (reason: Error) => void): Proxy {
  const pool = new Pool(origin, { headersTimeout: IDLE_MS, bodyTimeout: IDLE_MS, connect: { timeout: CONNECT_MS } });
  return {
    handle(request, response) {
      const { method = "GET", url: path = "/" } = request;
      const asked = { method: method as Dispatcher.HttpMethod, path, headers: forwarded(request), body: bodyOf(request) };
      pool.dispatch(asked, new Passage(response, failed));
    },
    [Symbol.dispose]: () => void pool.destroy(),
  };
}

/**
 * Not the request itself, which would take its connection along when a service answers, such as "too large", before it has read all. undici takes whatever
 * can be iterated; its types name streams alone.
 */
function bodyOf(request: IncomingMessage): Readable | null {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if (length === undefined && encoding === undefined) return null;
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer> as Readable;
}

/** The way back of one answer. */
class Passage implements Dispatcher.DispatchHandler {
  constructor(
    readonly response: ServerResponse,
    readonly failed: (reason: Error) => void,
  ) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    const leave = () => {
      if (!this.response.writableFinished) controller.abort(new Error("the client left"));
    };
    if (this.response.destroyed)
      leave(); // while there was no connection yet
    else this.response.once("close", leave);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status >= 200) this.response.writeHead(status, endToEnd(headers));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.response.write(chunk)) return;
    controller.pause();
    this.response.once("drain", () => controller.resume());
  }

  onResponseEnd(): void {
    this.response.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, reason: Error): void {
    if (this.response.destroyed) return; // the client left, and so did we
    this.failed(reason);
    refuse(this.response);
  }
}

/** Hands WebSockets over: the request for the upgrade as it came, then everything both ways. */
export function upgradesTo(origin: string): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const { hostname, port } = new URL(origin);
  return (request, socket, head) => {
    const upstream = connect({ host: hostname, port: Number(port || 80) });
    upstream.setNoDelay(true).setTimeout(CONNECT_MS, () => upstream.destroy());
    upstream.once("connect", () => {
      upstream.setTimeout(0); // from here on the router's protocol notices who is gone
      upstream.write(requestHead(request));
      upstream.write(head);
      pipeline(socket, upstream, () => socket.destroy());
      pipeline(upstream, socket, () => upstream.destroy());
    });
    upstream.once("error", () => socket.destroy());
    upstream.once("close", () => socket.destroy());
    socket.once("error", () => upstream.destroy());
    socket.once("close", () => upstream.destroy());
  };
}

/** The names and values as they came, in pairs. */
function requestHead({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let index = 0; index < rawHeaders.length; index += 2) lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function forwarded(request: IncomingMessage): OutgoingHttpHeaders {
  // This server has said 100 already, and a viewer is claimed by the router alone.
  const { expect: _expect, [viewerHeader]: _claim, ...headers } = request.headers;
  return {
    ...endToEnd(headers),
    "x-forwarded-for": request.socket.remoteAddress,
    "x-forwarded-proto": "http",
  };
}

/** What belongs to one connection and is not passed on. See RFC 9110, 7.6.1. */
const hopByHop = new Set(["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"]);

function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = new Set(headers.connection?.split(",").map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.has(name)));
}

function refuse(response: ServerResponse): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(502, { "content-type": "application/json", "cache-control": "no-store", "retry-after": "2" });
  response.end(JSON.stringify({ error: "A service behind this address does not answer." }));
}
