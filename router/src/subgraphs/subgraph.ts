import { viewerHeader } from "@marquee/viewer-claim";
import { Pool } from "undici";
import type { SubgraphAddress } from "../graph.ts";
import { Allowance } from "./allowance.ts";
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

/** A subgraph has too much to do. Nothing was done for this request. */
export class SubgraphBusy extends Error {
  override readonly name = "SubgraphBusy";
}

/** Sends requests to one subgraph, over connections that stay open. */
export class Subgraph implements AsyncDisposable {
  readonly #pool: Pool;
  readonly #path: string;
  /** The oldest first. One timer watches all of them: arming one for each would cost more than the request's own bookkeeping. */
  readonly #underWay = new Set<Exchange>();
  readonly #allowance = new Allowance(CONNECTIONS);
  readonly #busy: SubgraphBusy;
  readonly #watch: NodeJS.Timeout;

  /** @param timeoutMs for a request, from its sending to the last byte of its answer */
  constructor(
    readonly address: SubgraphAddress,
    readonly timeoutMs: number,
  ) {
    const { origin, pathname, search } = new URL(address.url);
    this.#path = pathname + search;
    this.#busy = new SubgraphBusy(`${address.name} has too much to do`);
    this.#pool = new Pool(origin, { connections: CONNECTIONS, maxResponseSize: MAX_ANSWER_BYTES, headersTimeout: 0, bodyTimeout: 0 });
    this.#watch = setInterval(() => this.#endLate(), Math.max(10, timeoutMs / LOOKS)).unref();
  }

  /**
   * Sends a GraphQL request.
   *
   * @param claim who asks, signed; undefined where subgraphs are told nothing
   * @throws SubgraphBusy when it has too much to do, by its own word (503 with Retry-After) or since too much is under way for what it takes
   * @throws Error when there is no answer in time
   */
  async ask(body: string, claim: string | undefined): Promise<Exchanged> {
    if (this.isFull) throw this.#busy;
    const exchange = new Exchange();
    this.#underWay.add(exchange);
    const headers = {
      "content-type": "application/json",
      accept: "application/json",
      ...(claim !== undefined && { [viewerHeader]: claim }),
    };
    try {
      this.#pool.dispatch({ method: "POST", path: this.#path, headers, body }, exchange);
      const answered = await exchange.answered;
      if (answered.status !== 503 || answered.headers["retry-after"] === undefined) return answered;
      this.#allowance.refused(exchange.startedAtMs, this.#underWay.size);
      throw this.#busy;
    } finally {
      this.#underWay.delete(exchange);
    }
  }

  /** Whether too much is under way for what it takes, so that it would be asked nothing now. */
  get isFull(): boolean {
    return this.#underWay.size >= this.#allowance.current;
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
