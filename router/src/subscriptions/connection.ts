import type { Server } from "graphql-ws";
import type { Logger } from "pino";
import type { WebSocket } from "ws";
import type { SocketExtra } from "./socket-protocol.ts";

/** A client that does not answer a ping until the next one is due is gone. */
const PING_MS = 12_000;

export interface ConnectionOptions {
  readonly socket: WebSocket;
  /** The client's network address. */
  readonly address: string | undefined;
  readonly protocol: Server<SocketExtra>;
  /** Bytes that may wait for a client which does not read. */
  readonly bufferedBytes: number;
  readonly logger: Logger;
}

/** Ties a WebSocket to the graphql-ws protocol, until it is closed. */
export function serveConnection({ socket, address, protocol, bufferedBytes, logger }: ConnectionOptions): void {
  const extra: SocketExtra = { socket, address, bearer: undefined, expiry: undefined };
  const stopPinging = keepAlive(socket);
  cutWhenClogged(socket, bufferedBytes);
  socket.on("error", (error) => logger.debug({ err: error }, "a client's connection failed")); // ws closes it, with the code that fits

  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => sent(socket, text),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on("message", (data) => {
          handle(String(data)).catch((error: unknown) => {
            logger.debug({ err: error }, "a client sent what the protocol does not know");
            socket.close(4400, "Invalid message received");
          });
        }),
    },
    extra,
  );
  socket.once("close", (code, reason) => {
    stopPinging();
    clearTimeout(extra.expiry);
    closed(code, String(reason))?.catch((error: unknown) => logger.error({ err: error }, "a client's connection could not be tidied up"));
  });
}

/** Resolves once the message is with the operating system, so that a subscription sends its next value only then; or once there is nobody to send it to. */
function sent(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) resolve();
    else socket.send(text, () => resolve());
  });
}

function keepAlive(socket: WebSocket): () => void {
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });
  const pinging = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_MS);
  return () => clearInterval(pinging);
}

/** Subscriptions wait for a slow reader, answers to its own messages do not: a client that sends and never reads is cut off. */
function cutWhenClogged(socket: WebSocket, bufferedBytes: number): void {
  const check = () => {
    if (socket.bufferedAmount > bufferedBytes) socket.terminate();
  };
  socket.on("message", check);
  socket.on("ping", check);
}
