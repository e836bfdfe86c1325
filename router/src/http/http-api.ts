import type { RequestListener } from "node:http";
import type { Admission } from "@marquee/admission";
import { codedError } from "@marquee/coded-errors";
import type { Authenticate } from "../authentication.ts";
import type { RouterConfig } from "../config.ts";
import type { Limits } from "../limits.ts";
import type { Metrics } from "../metrics.ts";
import type { Operations } from "../operations/operations.ts";
import type { Preparation } from "../operations/prepare.ts";
import type { Subscriptions } from "../subscriptions/subscriptions.ts";
import { Compression } from "./compression.ts";
import { Cors } from "./cors.ts";
import type { Site } from "./exchange.ts";
import { GraphqlEndpoint } from "./graphql-endpoint.ts";
import { ResultStreams } from "./result-streams.ts";
import { routes } from "./routes.ts";

export type HttpConfig = Pick<
  RouterConfig,
  "allowedOrigins" | "corsMaxAgeSeconds" | "corsAllowedHeaders" | "corsAllowsCredentials" | "compresses" | "responseHeaders" | "batchLimit"
>;

export interface HttpApiParts {
  readonly operations: Operations;
  readonly preparation: Preparation;
  readonly subscriptions: Subscriptions;
  readonly authenticate: Authenticate;
  readonly admission: Admission;
  readonly limits: Limits;
  readonly problems: () => Promise<readonly string[]>;
  readonly metrics: Metrics;
  /** Whether the router stops. */
  readonly isClosing: () => boolean;
}

const DAY_SECONDS = 86_400;

/** All that the router answers over HTTP, for whichever server listens. Disposing it interrupts the subscriptions; other requests are left to end. */
export class HttpApi implements Disposable {
  readonly handle: RequestListener;
  readonly #streams: ResultStreams;

  constructor(
    config: HttpConfig,
    readonly parts: HttpApiParts,
  ) {
    const { limits, problems, metrics, isClosing } = parts;
    const site: Site = { cors: corsOf(config), compression: config.compresses ? new Compression() : undefined, metrics, isClosing };
    this.#streams = new ResultStreams(limits.connections);
    const readLimits = { bodyBytes: limits.bodyBytes, batchLimit: config.batchLimit ?? 1 };
    const endpoint = new GraphqlEndpoint({ ...parts, streams: this.#streams, limits: readLimits, site });
    this.handle = routes({ endpoint, problems, metrics });
    metrics.gauge("router_client_streams", "Open subscriptions of clients over HTTP.", () => this.#streams.size);
  }

  [Symbol.dispose](): void {
    const reason = codedError("SERVICE_UNAVAILABLE", "The router stops: subscribe again.");
    this.#streams.close(this.parts.operations.refuse([reason]));
  }
}

function corsOf({ allowedOrigins, corsMaxAgeSeconds, corsAllowedHeaders, corsAllowsCredentials, responseHeaders }: HttpConfig): Cors {
  return new Cors({
    allowedOrigins: allowedOrigins ?? [],
    maxAgeSeconds: corsMaxAgeSeconds ?? DAY_SECONDS,
    allowedHeaders: corsAllowedHeaders ?? [],
    exposedHeaders: ["x-request-id", "retry-after", ...(responseHeaders ?? [])],
    allowsCredentials: corsAllowsCredentials ?? false,
  });
}
