import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import sirv from "sirv";

/** What stands behind the one port. */
export interface Backends {
  readonly router: RequestListener;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly users: RequestListener;
  readonly catalog: RequestListener;
  readonly packager: RequestListener;
  readonly watchHistory: RequestListener;
  /** The folder with the built web client. */
  readonly pages: string;
  /** What `/demo.json` says; absent outside a demo. */
  readonly demo: unknown;
}

export interface Front extends AsyncDisposable {
  readonly port: number;
  /** Until it is called every request gets 503. */
  open(backends: Backends): void;
  /** Takes no new connections and waits for the answers that are under way, a few seconds at most. WebSockets stay the router's. */
  drain(): Promise<void>;
}

/**
 * Takes the port at once, so that a port in use is said before anything is started, and passes requests on by their path.
 *
 * @throws EADDRINUSE and the like
 */
export async function takePort(port: number, host: string): Promise<Front> {
  let handle: RequestListener = starting;
  let upgrade: Backends["upgrade"] = (_request, socket) => socket.destroy();
  const underWay = new Set<ServerResponse>();
  const server = createServer({ requestTimeout: LONGEST_UPLOAD_MS }, (request, response) => {
    underWay.add(response);
    response.once("close", () => underWay.delete(response));
    handle(request, response);
  });
  server.on("upgrade", (request, socket, head) => upgrade(request, socket, head));
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, BACKLOG, resolve));

  return {
    port: (server.address() as AddressInfo).port,
    open(backends) {
      handle = byPath(backends);
      upgrade = (request, socket, head) =>
        pathOf(request) === "/graphql" ? backends.upgrade(request, socket, head) : socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
    },
    async drain() {
      server.close();
      server.closeIdleConnections();
      await Promise.race([
        Promise.all([...underWay].map((response) => once(response, "close"))),
        wait(DRAIN_MS, undefined, { ref: false }),
      ]);
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Connections that wait to be taken: with fewer, those that come all at once are dropped, and try again after 1, 3 and 7 s. */
const BACKLOG = 4_096;
const DRAIN_MS = 3_000;
const LONGEST_UPLOAD_MS = 24 * 3_600_000;

const routerPaths = new Set(["/graphql", "/healthz", "/readyz", "/metrics"]);

function byPath(backends: Backends): RequestListener {
  const { router, users, catalog, packager, watchHistory, demo } = backends;
  const pages = pagesIn(backends.pages);
  return (request, response) => {
    const path = pathOf(request);
    if (routerPaths.has(path)) return router(request, response);
    if (path === "/.well-known/jwks.json") return users(request, response);
    if (path.startsWith("/artwork/")) return catalog(request, response);
    if (path.startsWith("/cmcd/")) return watchHistory(request, response);
    if (/^\/media\/(t|stills|uploads)\//.test(path)) {
      request.url = request.url?.slice("/media".length);
      return packager(request, response);
    }
    if (path === "/demo.json" && demo) return json(response, 200, demo);
    if (path === "/demo.json" || path.startsWith("/media/")) return json(response, 404, { error: "There is nothing here." });
    return pages(request, response);
  };
}

/** The page may load from here alone; hls.js plays from blobs and works in a worker made of one. */
export const pageHeaders = {
  "Content-Security-Policy":
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; " +
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
};

function pagesIn(folder: string): RequestListener {
  if (!existsSync(folder)) {
    return (_request, response) =>
      json(response, 404, { error: 'The pages are not built: run "npm run build -w @marquee/web" and start again.' });
  }
  const serve = sirv(folder, {
    single: true,
    gzip: true,
    brotli: true,
    setHeaders(response, path) {
      for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
      // Vite names everything in assets/ by its content.
      response.setHeader("Cache-Control", path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  return (request, response) => serve(request, response, () => json(response, 404, { error: "There is nothing here." }));
}

function starting(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("Retry-After", "1");
  json(response, 503, { error: "Marquee is starting." });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" }).end(JSON.stringify(body));
}

function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split("?", 1)[0] ?? "/";
}
