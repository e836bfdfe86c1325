import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Server } from "graphql-ws";
import { handleProtocols } from "graphql-ws";
import type { Logger } from "pino";
import { WebSocketServer } from "ws";
import type { Limits } from "../limits.ts";
import { serveConnection } from "./connection.ts";
import type { SocketExtra } from "./socket-protocol.ts";

export interface SocketServerOptions {
  readonly protocol: Server<SocketExtra>;
  /** Pages of these origins may connect, beside those of the router's own. */
  readonly allowedOrigins: readonly string[];
  readonly limits: Limits;
  readonly logger: Logger;
}

/** How long a client gets to answer that the connection ends. */
const CLOSING_MS = 1_000;

/** Takes WebSocket connections at `/graphql` from whichever HTTP server hands them over. */
export class SocketServer implements AsyncDisposable {
  readonly #sockets: WebSocketServer;
  #closing = false;

  constructor(readonly options: SocketServerOptions) {
    this.#sockets = new WebSocketServer({ noServer: true, maxPayload: options.limits.messageBytes, handleProtocols });
  }

  get connections(): number {
    return this.#sockets.clients.size;
  }

  handleUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const { protocol, limits, logger } = this.options;
    const status = this.#refusal(request);
    if (status !== undefined) {
      refuse(stream, status);
      return;
    }
    this.#sockets.handleUpgrade(request, stream, head, (socket) => {
      serveConnection({ socket, address: request.socket.remoteAddress, protocol, bufferedBytes: limits.bufferedBytes, logger });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    const clients = [...this.#sockets.clients];
    const closed = Promise.all(clients.map((client) => new Promise((resolve) => client.once("close", resolve))));
    for (const client of clients) client.close(1001, "Going away");
    const impatience = setTimeout(() => {
      for (const client of clients) client.terminate();
    }, CLOSING_MS);
    await closed;
    clearTimeout(impatience);
  }

  #refusal(request: IncomingMessage): number | undefined {
    if (URL.parse(request.url ?? "", "http://router")?.pathname !== "/graphql") return 404;
    if (!isAllowedOrigin(request, this.options.allowedOrigins)) return 403;
    if (this.#closing || this.connections >= this.options.limits.connections) return 503;
    return undefined;
  }
}

/** Browsers say which page connects, and would let any; programs say nothing. */
function isAllowedOrigin({ headers: { origin, host } }: IncomingMessage, allowedOrigins: readonly string[]): boolean {
  return origin === undefined || allowedOrigins.includes(origin) || URL.parse(origin)?.host === host;
}

function refuse(stream: Duplex, status: number): void {
  stream.on("error", () => stream.destroy()); // the client may be gone already
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
