import { setTimeout } from "node:timers/promises";
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

/** A client of the public graph that goes on asking while the graph is away: through time-outs, restarts and parts that are down. */
export class Graph {
  /** How many requests had to be repeated. */
  repeats = 0;

  constructor(
    readonly url: string,
    readonly signal: AbortSignal,
  ) {}

  /**
   * @throws Refused, Unauthenticated
   * @throws the signal's reason once it aborts
   */
  async ask<Result>(operation: Operation<Result>): Promise<Result> {
    for (let attempt = 0; ; attempt += 1) {
      const result = await this.#try(operation);
      if (result) return result.data;
      this.repeats += 1;
      const pause = Math.min(LONGEST_PAUSE_MS, 100 * 2 ** attempt) * (0.5 + Math.random() / 2);
      await setTimeout(pause, undefined, { signal: this.signal });
    }
  }

  /** One request; undefined when it should be made again. */
  async #try<Result>({ query, variables, result, token }: Operation<Result>): Promise<{ readonly data: Result } | undefined> {
    this.signal.throwIfAborted();
    const parsed = await fetch(`${this.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.any([this.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    }).then(
      async (response) => answer.safeParse(await response.json().catch(() => undefined)),
      () => undefined,
    );
    if (!parsed?.success) return undefined;
    const { data, errors } = parsed.data;
    const codes = errors?.map(({ extensions }) => extensions?.code) ?? [];
    if (codes.includes("UNAUTHENTICATED")) throw new Unauthenticated(errors?.[0]?.message);
    if (codes.some((code) => code === "GRAPHQL_VALIDATION_FAILED" || code === "BAD_USER_INPUT" || code === "FORBIDDEN")) {
      throw new Refused(errors?.map(({ message }) => message).join("; "));
    }
    const fitting = result.safeParse(data);
    return fitting.success ? { data: fitting.data } : undefined;
  }
}
