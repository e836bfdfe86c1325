import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** One buffer for all clients: what comes is read before the next is. */
const buffer = Buffer.allocUnsafe(65_536);

/** The least of a WebSocket client: a library's own costs more for a message than the servers that are compared. */
export class SocketClient {
  readonly #socket: Socket;
  /** Gets bytes that may be overwritten afterwards. */
  onMessage: (text: Buffer) => void = () => {};
  #pending: Buffer | undefined;
  #isOpen = false;
  readonly #unsent: Buffer[] = [];

  constructor(port: number) {
    const read = (length: number) => {
      this.#read(buffer.subarray(0, length));
      return true;
    };
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true, onread: { buffer, callback: read } });
    this.#socket.on("error", () => this.#socket.destroy());
    this.#socket.write(
      `GET /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\n` +
        `sec-websocket-key: ${randomBytes(16).toString("base64")}\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
    );
  }

  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  /** Resolves with the next message; rejects when the connection ends before. */
  next(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.onMessage = () => resolve();
      this.#socket.once("close", () => reject(new Error("The server closed a connection.")));
    });
  }

  /** What is sent before the server has agreed waits for that. */
  send(message: object): void {
    const bytes = frame(OPCODE.text, Buffer.from(JSON.stringify(message)));
    if (this.#isOpen) this.#socket.write(bytes);
    else this.#unsent.push(bytes);
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    let left = this.#pending ? Buffer.concat([this.#pending, bytes]) : bytes;
    if (!this.#isOpen) left = this.#agreed(left);
    if (this.#isOpen) left = this.#frames(left);
    this.#pending = left.length > 0 ? Buffer.from(left) : undefined;
  }

  /** Reads the server's answer to the upgrade; returns what follows it. */
  #agreed(bytes: Buffer): Buffer {
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) return bytes;
    if (!bytes.toString("latin1", 0, 12).endsWith("101")) this.#socket.destroy();
    this.#isOpen = true;
    for (const text of this.#unsent.splice(0)) this.#socket.write(text);
    return bytes.subarray(end + 4);
  }

  /** Takes whole frames off the front; returns the rest. Servers neither mask theirs nor send any of 64 KiB here. */
  #frames(bytes: Buffer): Buffer {
    let left = bytes;
    while (left.length >= 2) {
      const short = left.readUInt8(1);
      const start = short === 126 ? 4 : 2;
      if (left.length < start) return left;
      const end = start + (short === 126 ? left.readUInt16BE(2) : short);
      if (left.length < end) return left;
      this.#frame(left.readUInt8(0) & 15, left.subarray(start, end));
      left = left.subarray(end);
    }
    return left;
  }

  #frame(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.text) this.onMessage(payload);
    else if (opcode === OPCODE.ping) this.#socket.write(frame(OPCODE.pong, payload));
    else if (opcode === OPCODE.close) this.#socket.destroy();
  }
}

/** A client masks what it sends; a mask of nothing but zeros leaves it as it is. */
function frame(opcode: number, payload: Buffer): Buffer {
  const length = payload.length < 126 ? [128 | payload.length] : [128 | 126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([128 | opcode, ...length, 0, 0, 0, 0]), payload]);
}
