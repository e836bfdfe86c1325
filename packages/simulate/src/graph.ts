import { setTimeout } from "node:timers/promises";
import { Agent, type Dispatcher, errors, request } from "undici";
import { z } from "zod";

/** The graph did not take the request for good: the request itself is wrong. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** The access token is not taken any more. */
export class Unauthenticated extends Error {
  override readonly name = "Unauthenticated";
}

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).loose().optional() })).optional(),
});

const REQUEST_TIMEOUT_MS = 15_000;
const LONGEST_PAUSE_MS = 3_000;

export interface Operation<Result> {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of `data`; a shape that does not fit counts as a part of the graph that is away. */
  readonly result: z.ZodType<Result>;
  readonly token?: string;
}

/** Why the graph, or the part that was asked, is taken for away. */
export interface Away {
  readonly away: string;
  /** Where it said itself that it takes no more now, and when it will: HTTP 503 with Retry-After. */
  readonly retryAfterSeconds?: number | undefined;
}

/** What came of one request. */
export type Asked<Result> = { readonly data: Result } | Away;
export type Headers = Dispatcher.ResponseData["headers"];
type Fetched = { readonly status: number; readonly headers: Headers; readonly body: unknown } | Away;

/** What is sent to a path, or to a URL of the graph's own. */
export interface Sent {
  readonly method: "POST" | "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/**
 * A client of the public graph that goes on asking while the graph is away: through time-outs, restarts and parts that are down. It costs
 * little for each request, since a load that shares its processors with what it loads would take them from it. Its connections end by
 * themselves once nothing is asked, and keep no process alive.
 */
export class Graph {
  readonly url: string;
  readonly signal: AbortSignal;
  readonly #agent = new Agent({
    headersTimeout: REQUEST_TIMEOUT_MS,
    bodyTimeout: REQUEST_TIMEOUT_MS,
    connect: { timeout: REQUEST_TIMEOUT_MS },
  });

  constructor(url: string, signal: AbortSignal) {
    this.url = url.replace(/\/$/, "");
    this.signal = signal;
    signal.addEventListener("abort", () => void this.#agent.destroy(), { once: true }); // requests under way fail
  }

  /**
   * @throws Refused, Unauthenticated
   * @throws the signal's reason once it aborts
   */
  async ask<Result>(operation: Operation<Result>): Promise<Result> {
    for (let attempt = 0; ; attempt += 1) {
      const asked = await this.askOnce(operation);
      if ("data" in asked) return asked.data;
      await this.pause(attempt);
    }
  }

  /** One request. Throws as `ask` does. */
  async askOnce<Result>({ query, variables, result, token }: Operation<Result>): Promise<Asked<Result>> {
    const response = await this.fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    if ("away" in response) return response;
    const parsed = answer.safeParse(response.body);
    const retryAfterSeconds = retryAfterOf(response);
    if (!parsed.success) return { away: `HTTP ${response.status}`, retryAfterSeconds };
    const { data, errors } = parsed.data;
    const codes = errors?.map(({ extensions }) => extensions?.code) ?? [];
    if (codes.includes("UNAUTHENTICATED")) throw new Unauthenticated(errors?.[0]?.message);
    if (codes.some((code) => code === "GRAPHQL_VALIDATION_FAILED" || code === "BAD_USER_INPUT" || code === "FORBIDDEN")) {
      throw new Refused(errors?.map(({ message }) => message).join("; "));
    }
    const fitting = result.safeParse(data);
    return fitting.success ? { data: fitting.data } : { away: codes.join(" ") || `HTTP ${response.status}`, retryAfterSeconds };
  }

  /** One request to a path, or to a URL of the graph's own. */
  async fetch(address: string, sent: Sent): Promise<Fetched> {
    this.signal.throwIfAborted();
    try {
      const { statusCode, headers, body } = await request(new URL(address, this.url), { ...sent, dispatcher: this.#agent });
      return { status: statusCode, headers, body: jsonOr(await body.text()) };
    } catch (error) {
      this.signal.throwIfAborted();
      return { away: timeOuts.some((kind) => error instanceof kind) ? "time-out" : "no connection" };
    }
  }

  /** The pause before another attempt, spread so that not all come back at once. */
  async pause(attempt: number): Promise<void> {
    const pauseMs = Math.min(LONGEST_PAUSE_MS, 100 * 2 ** attempt) * (0.5 + Math.random() / 2);
    await setTimeout(pauseMs, undefined, { signal: this.signal });
  }
}

const timeOuts = [errors.HeadersTimeoutError, errors.BodyTimeoutError, errors.ConnectTimeoutError];

/** What a refusal "try again later" says of when; undefined for every other answer. */
export function retryAfterOf({ status, headers }: { readonly status: number; readonly headers: Headers }): number | undefined {
  const seconds = headers["retry-after"];
  return status === 503 && seconds !== undefined ? Number(seconds) : undefined;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
