import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import type { WebSocket } from "ws";
import { type CloseCode, closeCodes, fittingReason } from "./close-code.ts";
import type { SharedText } from "./shared-text.ts";

export interface LineOptions {
  /** Without compression, so that each of its frames is written to the stream whole. */
  readonly socket: WebSocket;
  /** Whose frames these are. */
  readonly stream: Duplex;
  /** Bytes that may wait for a client which does not read. */
  readonly bufferedBytes: number;
  readonly logger: Logger;
}

/** Who gets the results of one operation. */
export interface Recipient {
  /** As `messageEnd` makes it: each recipient has one of its own. */
  readonly end: Buffer;
  readonly keepsLatest: boolean;
}

/** A client that does not answer a ping until the next one is due is gone. */
const PING_MS = 12_000;
/** How long a client gets to read why its connection ends. */
const CLOSING_MS = 5_000;

/** The way to one client. What it does not read waits up to a bound, then the connection is ended. */
export class Line {
  readonly #waiting = new Map<Recipient, SharedText>();
  readonly #pinging: NodeJS.Timeout;
  #closing: NodeJS.Timeout | undefined;
  #isEnded = false;

  /** @param onEnd called once, when the connection begins to end or has broken */
  constructor(
    readonly options: LineOptions,
    readonly onEnd: () => void,
  ) {
    const { socket, stream, logger } = options;
    this.#pinging = keepAlive(socket);
    stream.on("drain", () => this.#drain());
    socket.on("error", (error) => logger.debug({ err: error }, "a client's connection failed")); // ws closes it, with the code that fits
    socket.once("close", () => {
      clearInterval(this.#pinging);
      clearTimeout(this.#closing);
      this.#end();
    });
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Sends a message of the protocol. */
  send(message: string): void {
    if (this.#takes()) this.options.socket.send(message);
  }

  /** Sends a result; to one who is slow and keeps the latest alone, once there is room. */
  push(result: SharedText, to: Recipient): void {
    if (to.keepsLatest && this.options.stream.writableNeedDrain) this.#waiting.set(to, result);
    else if (this.#takes()) this.#write(result, to);
  }

  /** Sends what still waits for one who gets no more. */
  flush(to: Recipient): void {
    const waiting = this.#waiting.get(to);
    if (waiting && this.#takes()) this.#write(waiting, to);
    this.forget(to);
  }

  /** Drops what still waits for one who wants no more. */
  forget(to: Recipient): void {
    this.#waiting.delete(to);
  }

  /** Ends the connection; a client that does not read why is cut off. */
  close(code: CloseCode, reason: string): void {
    if (this.#isEnded) return;
    const { socket } = this.options;
    this.#end();
    this.#closing = setTimeout(() => socket.terminate(), CLOSING_MS);
    socket.close(code, fittingReason(reason));
  }

  /** Whether the client may be sent more; ends the connection to one who has too much to read already. */
  #takes(): boolean {
    const { socket, stream, bufferedBytes } = this.options;
    if (socket.readyState !== socket.OPEN || !stream.writable) return false;
    if (stream.writableLength <= bufferedBytes) return true;
    this.close(closeCodes.tooSlow, "Too slow: more was waiting to be read than may");
    return false;
  }

  /** The beginning is everybody's and the end is the client's own, so that nothing is encoded or copied for each of them. */
  #write(result: SharedText, { end }: Recipient): void {
    const { stream } = this.options;
    stream.cork();
    stream.write(result.head(end.length));
    stream.write(end);
    stream.uncork();
  }

  #drain(): void {
    for (const [to, result] of this.#waiting) {
      if (this.options.stream.writableNeedDrain || !this.#takes()) return;
      this.#waiting.delete(to);
      this.#write(result, to);
    }
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#waiting.clear();
    this.onEnd();
  }
}

function keepAlive(socket: WebSocket): NodeJS.Timeout {
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });
  return setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_MS);
}
