import { viewerHeader } from "@marquee/viewer-claim";
import { Pool } from "undici";
import type { SubgraphAddress } from "../graph.ts";
import { Exchange, type Exchanged } from "./exchange.ts";

/** What `/readyz` may take before a subgraph counts as not ready. */
const READY_TIMEOUT_MS = 2_000;
/**
 * Requests under way at once, each on a connection of its own: a subgraph that answers late, because what it stands on is slow, still gets to
 * refuse what it cannot do. What is more than that is not sent at all, so that nobody waits for a turn until it is too late.
 */
const CONNECTIONS = 2_048;
const MAX_ANSWER_BYTES = 16_777_216;
/** How often it is looked for requests that are out of time, in parts of that time. */
const LOOKS = 8;

/** Sends requests to one subgraph, over connections that stay open. */
export class Subgraph implements AsyncDisposable {
  readonly #pool: Pool;
  readonly #path: string;
  /** The oldest first. One timer watches all of them: arming one for each would cost more than the request's own bookkeeping. */
  readonly #underWay = new Set<Exchange>();
  readonly #watch: NodeJS.Timeout;

  /** @param timeoutMs for a request, from its sending to the last byte of its answer */
  constructor(
    readonly address: SubgraphAddress,
    readonly timeoutMs: number,
  ) {
    const { origin, pathname, search } = new URL(address.url);
    this.#path = pathname + search;
    this.#pool = new Pool(origin, { connections: CONNECTIONS, maxResponseSize: MAX_ANSWER_BYTES, headersTimeout: 0, bodyTimeout: 0 });
    this.#watch = setInterval(() => this.#endLate(), Math.max(10, timeoutMs / LOOKS)).unref();
  }

  /**
   * Sends a GraphQL request.
   *
   * @param claim who asks, signed; undefined where subgraphs are told nothing
   * @throws Error when there is no answer in time
   */
  async ask(body: string, claim: string | undefined): Promise<Exchanged> {
    if (this.#underWay.size >= CONNECTIONS) throw new Error(`${CONNECTIONS} requests are under way already`);
    const exchange = new Exchange();
    this.#underWay.add(exchange);
    const headers = {
      "content-type": "application/json",
      accept: "application/json",
      ...(claim !== undefined && { [viewerHeader]: claim }),
    };
    try {
      this.#pool.dispatch({ method: "POST", path: this.#path, headers, body }, exchange);
      return await exchange.answered;
    } finally {
      this.#underWay.delete(exchange);
    }
  }

  /** Whether the subgraph says that it is ready. */
  async isReady(): Promise<boolean> {
    try {
      const { statusCode, body } = await this.#pool.request({
        method: "GET",
        path: "/readyz",
        signal: AbortSignal.timeout(READY_TIMEOUT_MS),
      });
      await body.dump();
      return statusCode === 200;
    } catch {
      return false; // whatever the reason, it is not ready; a request that fails says why
    }
  }

  #endLate(): void {
    const tooOld = performance.now() - this.timeoutMs;
    for (const exchange of this.#underWay) {
      if (exchange.startedAtMs > tooOld) return;
      exchange.fail(new Error(`no answer within ${this.timeoutMs} ms`));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#watch);
    await this.#pool.destroy();
  }
}
