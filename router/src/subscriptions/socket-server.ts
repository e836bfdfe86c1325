import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import { type WebSocket, WebSocketServer } from "ws";
import { closeCodes } from "./close-code.ts";
import { Conversation, type ConversationOptions } from "./conversation.ts";
import { Line } from "./line.ts";
import { MessageRate } from "./message-rate.ts";

export interface SocketServerOptions extends ConversationOptions {
  /** Pages of these origins may connect, beside those of the router's own. */
  readonly allowedOrigins: readonly string[];
  readonly logger: Logger;
}

const PROTOCOL = "graphql-transport-ws";
/** How long clients get to answer that the router stops. */
const CLOSING_MS = 1_000;

/** Takes WebSocket connections at `/graphql` from whichever HTTP server hands them over. */
export class SocketServer implements AsyncDisposable {
  readonly #sockets: WebSocketServer;
  readonly #perAddress = new Map<string, number>();
  #closing = false;

  constructor(readonly options: SocketServerOptions) {
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: options.limits.messageBytes,
      perMessageDeflate: false, // what many clients share would be compressed for each
      handleProtocols,
    });
  }

  get connections(): number {
    return this.#sockets.clients.size;
  }

  handleUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const status = this.#refusal(request);
    if (status !== undefined) {
      refuse(stream, status);
      return;
    }
    this.#sockets.handleUpgrade(request, stream, head, (socket) => this.#serve(socket, stream, request.socket.remoteAddress));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    const clients = [...this.#sockets.clients];
    const closed = Promise.all(clients.map((client) => new Promise((resolve) => client.once("close", resolve))));
    for (const client of clients) client.close(closeCodes.goingAway, "Going away");
    const impatience = setTimeout(() => {
      for (const client of clients) client.terminate();
    }, CLOSING_MS);
    await closed;
    clearTimeout(impatience);
  }

  #serve(socket: WebSocket, stream: Duplex, address: string | undefined): void {
    const { limits, logger } = this.options;
    this.#count(socket, address);
    const line: Line = new Line({ socket, stream, bufferedBytes: limits.bufferedBytes, logger }, () => conversation.end());
    const conversation = new Conversation(this.options, line, address);
    const rate = new MessageRate(limits.messagesPerSecond);
    const count = () => {
      if (!rate.take()) line.close(closeCodes.tooMany, "Too many messages");
    };
    socket.on("ping", count);
    socket.on("message", (data, isBinary) => {
      count();
      if (!line.isEnded) conversation.hear(isBinary ? undefined : String(data));
    });
    if (socket.protocol !== PROTOCOL) line.close(closeCodes.badSubprotocol, `Subprotocol not acceptable: speak ${PROTOCOL}`);
  }

  #count(socket: WebSocket, address = ""): void {
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1);
    socket.once("close", () => {
      const left = (this.#perAddress.get(address) ?? 0) - 1;
      if (left > 0) this.#perAddress.set(address, left);
      else this.#perAddress.delete(address);
    });
  }

  #refusal(request: IncomingMessage): number | undefined {
    const { allowedOrigins, limits } = this.options;
    if (URL.parse(request.url ?? "", "http://router")?.pathname !== "/graphql") return 404;
    if (!isAllowedOrigin(request, allowedOrigins)) return 403;
    if (this.#closing || this.connections >= limits.connections) return 503;
    if ((this.#perAddress.get(request.socket.remoteAddress ?? "") ?? 0) >= limits.connectionsPerAddress) return 429;
    return undefined;
  }
}

/** A client that speaks another protocol is let in under its name, or else it would not get to read why it is sent away. */
function handleProtocols(offered: ReadonlySet<string>): string | false {
  const [first] = offered;
  return offered.has(PROTOCOL) ? PROTOCOL : (first ?? false);
}

/** Browsers say which page connects, and would let any; programs say nothing. */
function isAllowedOrigin({ headers: { origin, host } }: IncomingMessage, allowedOrigins: readonly string[]): boolean {
  return origin === undefined || allowedOrigins.includes(origin) || URL.parse(origin)?.host === host;
}

function refuse(stream: Duplex, status: number): void {
  stream.on("error", () => stream.destroy()); // the client may be gone already
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
