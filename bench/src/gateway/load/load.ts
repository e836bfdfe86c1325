import { connect, type Socket } from "node:net";
import { AnswerReader, type Received } from "./answer-reader.ts";
import type { Requests, Sendable } from "./requests.ts";

export interface LoadOptions {
  readonly port: number;
  readonly requests: Requests;
  /** Each has one request under way at a time. */
  readonly connections: number;
  /** Requests sent at a fixed rate, whether answers come or not; as soon as a connection is free, if undefined. */
  readonly perSecond: number | undefined;
}

export interface LoadResult {
  /** All answers, warm-up included. */
  readonly answered: number;
  /** How long each answer took that came within the measured time. */
  readonly timesMs: Float32Array;
  /** Answers that say something else than the reference, connections that broke and requests that were never answered, warm-up included. */
  readonly wrong: number;
  readonly firstWrong: string | undefined;
}

/** One buffer for all connections: what comes is read before the next is. */
const buffer = Buffer.allocUnsafe(1_048_576);

interface Waiting {
  readonly sendable: Sendable;
  readonly since: number;
}

/** Sends requests over connections that stay open, and compares what is answered. */
export class Load {
  readonly #idle: Connection[] = [];
  readonly #all = new Set<Connection>();
  readonly #queue: Waiting[] = [];
  readonly #times: number[] = [];
  #measuresFrom = Number.POSITIVE_INFINITY;
  #stopsAt = Number.POSITIVE_INFINITY;
  #answered = 0;
  #wrong = 0;
  #firstWrong: string | undefined;

  constructor(readonly options: LoadOptions) {}

  async open(): Promise<void> {
    const { port, connections } = this.options;
    const opened = Array.from({ length: connections }, () => Connection.open(port, (closed) => this.#drop(closed)));
    for (const connection of await Promise.all(opened)) this.#all.add(connection);
    this.#idle.push(...this.#all);
  }

  /** Sends until `stopsAt`, and measures what is answered from `measuresFrom` on; both in `performance.now()`'s milliseconds. */
  start(measuresFrom: number, stopsAt: number): void {
    this.#measuresFrom = measuresFrom;
    this.#stopsAt = stopsAt;
    const { perSecond } = this.options;
    if (perSecond !== undefined) this.#pace(1_000 / perSecond);
    else for (const connection of this.#idle.splice(0)) this.#next(connection);
  }

  /** Sends each request once. It is idle when all are answered. */
  once(): void {
    for (let left = this.options.requests.count; left > 0; left--) this.#queue.push(this.#asked());
    this.#stopsAt = performance.now();
    for (const connection of this.#idle.splice(0)) this.#next(connection);
  }

  /** Whether no request is under way or waits. */
  get isIdle(): boolean {
    return this.#queue.length === 0 && [...this.#all].every(({ isBusy }) => !isBusy);
  }

  /** Closes all connections. */
  finish(): LoadResult {
    if (!this.isIdle) this.#fail(`${[...this.#all].filter(({ isBusy }) => isBusy).length} requests were never answered`);
    for (const connection of this.#all) connection.close();
    return { answered: this.#answered, timesMs: Float32Array.from(this.#times), wrong: this.#wrong, firstWrong: this.#firstWrong };
  }

  #pace(everyMs: number): void {
    let due = performance.now();
    const tick = () => {
      const now = performance.now();
      for (; due <= now && due < this.#stopsAt; due += everyMs) {
        const asked = this.#asked(due);
        const connection = this.#idle.pop();
        if (connection) this.#send(connection, asked);
        else this.#queue.push(asked);
      }
      if (now < this.#stopsAt) setTimeout(tick, 1);
    };
    tick();
  }

  #asked(since = performance.now()): Waiting {
    return { sendable: this.options.requests.next(), since };
  }

  #next(connection: Connection): void {
    const waiting = this.#queue.shift();
    if (waiting) this.#send(connection, waiting);
    else if (this.options.perSecond === undefined && performance.now() < this.#stopsAt) this.#send(connection, this.#asked());
    else this.#idle.push(connection);
  }

  #send(connection: Connection, { sendable, since }: Waiting): void {
    connection.ask(sendable, ({ status, text }) => {
      const now = performance.now();
      this.#answered += 1;
      if (now >= this.#measuresFrom && now < this.#stopsAt) this.#times.push(now - since);
      if (status !== 200 || (text !== undefined && !sendable.accepts(text))) this.#fail(`${status} ${text ?? ""}`);
      this.#next(connection);
    });
  }

  /** A server may close a connection that is idle; one that it owes an answer it may not. */
  #drop(connection: Connection): void {
    if (connection.isBusy) this.#fail("a connection broke");
    this.#all.delete(connection);
    const at = this.#idle.indexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
  }

  #fail(reason: string): void {
    this.#wrong += 1;
    this.#firstWrong ??= reason.slice(0, 300);
  }
}

class Connection {
  readonly #reader = new AnswerReader();
  readonly #socket: Socket;
  #answered: ((received: Received) => void) | undefined;
  #isClosed = false;

  private constructor(port: number, onBroken: (connection: Connection) => void) {
    const read = (length: number) => {
      const received = this.#reader.read(buffer.subarray(0, length));
      if (received) this.#settle(received);
      return true;
    };
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true, onread: { buffer, callback: read } });
    this.#socket.on("error", () => this.#socket.destroy());
    this.#socket.on("close", () => !this.#isClosed && onBroken(this));
  }

  static open(port: number, onBroken: (connection: Connection) => void): Promise<Connection> {
    const connection = new Connection(port, onBroken);
    return new Promise((resolve, reject) => {
      connection.#socket.once("connect", () => resolve(connection));
      connection.#socket.once("error", reject);
    });
  }

  get isBusy(): boolean {
    return this.#answered !== undefined;
  }

  ask({ bytes, expected }: Sendable, answered: (received: Received) => void): void {
    this.#answered = answered;
    this.#reader.expect(expected);
    this.#socket.write(bytes);
  }

  close(): void {
    this.#isClosed = true;
    this.#socket.destroy();
  }

  #settle(received: Received): void {
    const answered = this.#answered;
    this.#answered = undefined;
    answered?.(received);
  }
}
