import {
  Agent,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  request as requestTo,
  type ServerResponse,
} from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream";
import { viewerHeader } from "@marquee/viewer-claim";

export interface Proxy extends Disposable {
  readonly handle: RequestListener;
}

/** How long nothing at all may travel in either direction. Streams of events send a sign of life more often than that. */
const IDLE_MS = 120_000;

/**
 * Passes requests and their answers on, byte by byte as they come, so that an upload of any size takes no memory.
 *
 * @param failed told why a client who still waits gets no answer
 */
export function proxyTo(origin: string, failed: (reason: Error) => void): Proxy {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  return {
    handle(request, response) {
      const upstream = requestTo(new URL(request.url ?? "/", origin), {
        agent,
        method: request.method,
        headers: forwarded(request),
        setHost: false,
        timeout: IDLE_MS,
      });
      upstream.once("timeout", () => upstream.destroy(new Error("nothing came for too long")));
      upstream.once("error", (reason) => {
        if (response.destroyed) return; // the client left, and so did we
        failed(reason);
        refuse(response);
      });
      upstream.once("response", (answer) => {
        response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
        pipeline(answer, response, () => {}); // either side's end by force is the other's
      });
      response.once("close", () => upstream.destroy());
      send(request, upstream);
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

/** Not `pipeline`: a service that answers before it has read all, such as "too large", is to be heard. */
function send(request: IncomingMessage, upstream: ClientRequest): void {
  request.pipe(upstream);
  request.once("error", () => upstream.destroy());
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

const CONNECT_MS = 5_000;

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
    ...(headers["transfer-encoding"] !== undefined && { "transfer-encoding": "chunked" }),
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
