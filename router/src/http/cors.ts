import type { IncomingHttpHeaders } from "node:http";

export interface CorsOptions {
  /** Pages of these origins may read answers; those of the router's own may anyway. */
  readonly allowedOrigins: readonly string[];
  /** How long a browser may remember what a preflight was told. */
  readonly maxAgeSeconds: number;
  /** Headers that pages may send; empty for whichever they ask for. */
  readonly allowedHeaders: readonly string[];
  /** Headers of answers that pages may read, beside those that they always may. */
  readonly exposedHeaders: readonly string[];
  /** Whether pages may send cookies along. */
  readonly allowsCredentials: boolean;
}

/**
 * Tells browsers which pages of other origins may call the graph, in headers as `writeHead` takes them: name, value, name, value.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export class Cors {
  readonly #answers: ReadonlyMap<string, readonly string[]>;
  readonly #others: readonly string[];

  constructor(readonly options: CorsOptions) {
    const { allowedOrigins } = options;
    this.#others = allowedOrigins.length > 0 ? ["vary", "Origin"] : [];
    this.#answers = new Map(allowedOrigins.map((origin) => [origin, this.#answerTo(origin)]));
  }

  /** For an answer. */
  headersFor(origin: string | undefined): readonly string[] {
    return (origin !== undefined && this.#answers.get(origin)) || this.#others;
  }

  /** For the answer to a preflight. */
  preflightFor({ origin, "access-control-request-headers": asked }: IncomingHttpHeaders): readonly string[] {
    const { allowedHeaders, maxAgeSeconds } = this.options;
    const headers = this.headersFor(origin);
    if (headers === this.#others) return headers;
    const names = allowedHeaders.length > 0 ? allowedHeaders.join(", ") : asked;
    return [
      ...headers,
      ...["access-control-allow-methods", "GET, POST", "access-control-max-age", String(maxAgeSeconds)],
      ...(names ? ["access-control-allow-headers", names, "vary", "Access-Control-Request-Headers"] : []),
    ];
  }

  #answerTo(origin: string): readonly string[] {
    const { allowsCredentials, exposedHeaders } = this.options;
    return [
      ...["access-control-allow-origin", origin, "vary", "Origin"],
      ...(exposedHeaders.length > 0 ? ["access-control-expose-headers", exposedHeaders.join(", ")] : []),
      ...(allowsCredentials ? ["access-control-allow-credentials", "true"] : []),
    ];
  }
}
