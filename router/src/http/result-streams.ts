import type { Answer } from "../operations/answer.ts";
import type { Exchange } from "./exchange.ts";
import type { Framing } from "./framing.ts";

/** Below the time after which proxies cut a connection that says nothing. */
const HEARTBEAT_MS = 12_000;

/** The longest that a timer can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface StreamOptions {
  readonly exchange: Exchange;
  readonly framing: Framing;
  /** Each the JSON of an execution result; asked for the next one only when the client has taken the last. */
  readonly results: AsyncIterableIterator<string>;
  /** When the viewer's token ends, and what is said then; undefined for an anonymous viewer. */
  readonly expiresAtMs: number | undefined;
  readonly expired: () => Answer;
}

/** The subscriptions that are answered over HTTP. */
export class ResultStreams {
  readonly #open = new Set<ResultStream>();

  /** @param limit how many may be open at once */
  constructor(readonly limit: number) {}

  /** How many are open. */
  get size(): number {
    return this.#open.size;
  }

  get isFull(): boolean {
    return this.#open.size >= this.limit;
  }

  /** Answers with results until they end, the client leaves, or its token expires. */
  open(options: StreamOptions): void {
    const stream = new ResultStream(options, () => this.#open.delete(stream));
    this.#open.add(stream);
    stream.start();
  }

  /** Interrupts all streams, for that reason. */
  close(reason: Answer): void {
    for (const stream of this.#open) stream.end(stream.options.framing.interruption(reason));
  }
}

/** One subscription's answer. At most one result waits for a client that does not read, and for two heartbeats at the longest. */
class ResultStream {
  #heartbeat: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #drained: (() => void) | undefined;
  #isClogged = false;
  #isOver = false;

  constructor(
    readonly options: StreamOptions,
    readonly onEnd: () => void,
  ) {}

  start(): void {
    const { exchange, framing, expiresAtMs, expired } = this.options;
    const { response } = exchange;
    if (response.destroyed) {
      this.#leave();
      return;
    }
    exchange.open(framing.contentType);
    response.write(framing.opening);
    response.once("close", () => this.#leave());
    response.on("drain", () => this.#drained?.());
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
    if (expiresAtMs !== undefined) {
      this.#expiry = setTimeout(() => this.end(framing.failure(expired())), Math.min(expiresAtMs - Date.now(), LONGEST_TIMER_MS));
    }
    this.#send().catch(() => exchange.response.destroy()); // results never fail: what went wrong is one of them
  }

  /** Says one last thing and ends. */
  end(last: string): void {
    if (this.#isOver) return;
    this.options.exchange.response.end(last);
    this.#leave();
  }

  async #send(): Promise<void> {
    const { exchange, framing, results } = this.options;
    for await (const json of results) {
      if (this.#isOver) break;
      if (!exchange.response.write(framing.result(json))) await this.#untilDrained();
    }
    this.end(framing.completion);
  }

  #untilDrained(): Promise<void> {
    return new Promise((resolve) => {
      this.#drained = resolve;
    });
  }

  #beat(): void {
    const { exchange, framing } = this.options;
    const { response } = exchange;
    if (!response.writableNeedDrain) response.write(framing.heartbeat);
    else if (this.#isClogged) response.destroy();
    this.#isClogged = response.writableNeedDrain;
  }

  #leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#expiry);
    this.#drained?.();
    void this.options.results.return?.();
    this.onEnd();
  }
}
