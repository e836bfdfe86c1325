import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import type { GatewayGraphQLResponse } from "@apollo/server-gateway-interface";
import { signClaim, viewerHeader } from "@marquee/viewer-claim";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { Pool } from "undici";
import { Asker, anyone } from "../asker.ts";
import type { SubgraphAddress } from "../graph.ts";
import { type Asked, everywhere, readAnswer } from "./answer.ts";
import type { FetchFacts } from "./fetch-facts.ts";

export interface SourceOptions {
  readonly supergraph: GraphQLSchema;
  readonly facts: (text: string) => FetchFacts;
  readonly claimSecret: string;
  readonly timeoutMs: number;
  readonly logger: Logger;
  /** Called for each fetch when it has ended. */
  readonly onFetch: (fetch: Fetch) => void;
}

export interface Fetch {
  readonly subgraph: string;
  /** Of the client's operation; undefined where it has no name. */
  readonly operationName: string | undefined;
  /** Whether it was sent without a viewer, being the same for everybody. */
  readonly isPublic: boolean;
  readonly answered: boolean;
  readonly seconds: number;
}

/** What `/readyz` may take before a subgraph counts as not ready. */
const READY_TIMEOUT_MS = 2_000;
/**
 * Fetches under way at once, each on a connection of its own: a subgraph that answers late, because what it stands on is slow, still gets to
 * refuse what it cannot do. What is more than that is not sent at all, so that nobody waits for a turn until it is too late.
 */
const CONNECTIONS = 2_048;
const MAX_ANSWER_BYTES = 16_777_216;

/**
 * Asks one subgraph, over connections that stay open. One that fails, hangs or answers nonsense costs the fields that were asked of it, each of
 * which gets a SERVICE_UNAVAILABLE; why is logged, never told.
 */
export class SubgraphSource implements GraphQLDataSource, AsyncDisposable {
  readonly #pool: Pool;
  readonly #path: string;
  #underWay = 0;

  constructor(
    readonly address: SubgraphAddress,
    readonly options: SourceOptions,
  ) {
    const { origin, pathname, search } = new URL(address.url);
    this.#path = pathname + search;
    this.#pool = new Pool(origin, { connections: CONNECTIONS, maxResponseSize: MAX_ANSWER_BYTES });
  }

  async process(process: GraphQLDataSourceProcessOptions): Promise<GatewayGraphQLResponse> {
    const { supergraph, facts, logger, onFetch } = this.options;
    const { query: text = "", variables = {} } = process.request;
    const asked: Asked = {
      facts: facts(text),
      supergraph,
      representations: Array.isArray(variables.representations) ? variables.representations : undefined,
    };
    const asker = asked.facts.isPublic ? anyone : Asker.of(process.context);
    const operationName = "incomingRequestContext" in process ? (process.incomingRequestContext.operationName ?? undefined) : undefined;
    const startedAt = performance.now();
    let answered = true;
    try {
      return readAnswer(await this.#ask({ query: text, variables }, asker), asked);
    } catch (error) {
      answered = false;
      logger.error({ err: error, subgraph: this.address.name, operationName }, "a subgraph did not answer");
      return { data: null, errors: everywhere(unavailable, asked) };
    } finally {
      const seconds = (performance.now() - startedAt) / 1_000;
      onFetch({ subgraph: this.address.name, operationName, isPublic: asked.facts.isPublic, answered, seconds });
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
      return false; // whatever the reason, it is not ready; a fetch that fails says why
    }
  }

  async #ask(body: object, asker: Asker): Promise<unknown> {
    if (this.#underWay >= CONNECTIONS) throw new Error(`${CONNECTIONS} fetches are under way already`);
    this.#underWay += 1;
    try {
      return await this.#send(body, asker);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #send(body: object, asker: Asker): Promise<unknown> {
    const answer = await this.#pool.request({
      method: "POST",
      path: this.#path,
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        [viewerHeader]: signClaim(asker.claims, this.options.claimSecret, Date.now()),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(this.options.timeoutMs),
    });
    return answer.body.json();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.destroy();
  }
}

const unavailable = {
  message: "A part of the graph did not answer. Its fields are null; try again later.",
  extensions: { code: "SERVICE_UNAVAILABLE" },
};
