import { readFileSync } from "node:fs";
import { readSettings } from "@marquee/settings";
import { z } from "zod";
import type { Limits } from "./limits.ts";

export interface RouterConfig {
  /** As `@apollo/composition` writes it. */
  readonly supergraphSdl: string;
  /** Where the subgraphs are, by name, if not where the supergraph says. */
  readonly subgraphUrls?: Readonly<Record<string, string>>;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Shared with the subgraphs alone; at least 32 characters. */
  readonly claimSecret: string;
  /** Where the keys are published that access tokens are signed with. */
  readonly jwksUrl: string;
  readonly tokenIssuer: string;
  readonly tokenAudience: string;
  /** The claims of an access token that subgraphs get to see; `forwardedClaims` if omitted. */
  readonly forwardedClaims?: readonly string[];
  /** Pages of these origins may call the graph, beside those of its own. */
  readonly allowedOrigins?: readonly string[];
  /** How long a subgraph may take for one fetch; ten seconds if omitted. */
  readonly subgraphTimeoutMs?: number;
  /** Those that differ from `defaultLimits`. */
  readonly limits?: Partial<Limits>;
}

/** What the graph of this repository puts into its access tokens. Data: the router itself knows none of these names. */
export const forwardedClaims: readonly string[] = ["sub", "scope", "profile", "device", "device_name", "maturity", "territory"];

export const subgraphTimeoutMs = 10_000;

const list = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));

const namedUrls = list.pipe(z.array(z.templateLiteral([z.string().min(1), "=", z.string().min(1)], "expected name=url")));

/** Every variable that a process of the router reads. */
export const settings = z.object({
  SUPERGRAPH: z.string().describe("path of the supergraph's SDL"),
  SUBGRAPH_URLS: namedUrls.default([]).describe("name=url pairs that replace the addresses in the supergraph"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000).describe("port for HTTP and WebSocket"),
  HOST: z.string().default("127.0.0.1").describe("address to listen on"),
  CLAIM_SECRET: z.string().min(32).describe("secret shared with the subgraphs, at least 32 characters"),
  JWKS_URL: z.url().describe("where the keys of access tokens are published"),
  TOKEN_ISSUER: z.string().describe("the issuer of access tokens"),
  TOKEN_AUDIENCE: z.string().default("marquee").describe("whom access tokens are for"),
  FORWARDED_CLAIMS: list.default([...forwardedClaims]).describe("claims of access tokens that subgraphs see"),
  ALLOWED_ORIGINS: list.default([]).describe("origins of pages that may call the graph"),
  SUBGRAPH_TIMEOUT_MS: z.coerce.number().int().positive().default(subgraphTimeoutMs).describe("time a subgraph may take for a fetch"),
});

/** @throws InvalidSettings naming each variable that is missing or wrong */
export function readRouterConfig(environment: Readonly<Record<string, string | undefined>> = process.env): RouterConfig {
  const read = readSettings(settings, environment);
  return {
    supergraphSdl: readFileSync(read.SUPERGRAPH, "utf8"),
    subgraphUrls: Object.fromEntries(read.SUBGRAPH_URLS.map(nameAndUrl)),
    port: read.PORT,
    host: read.HOST,
    claimSecret: read.CLAIM_SECRET,
    jwksUrl: read.JWKS_URL,
    tokenIssuer: read.TOKEN_ISSUER,
    tokenAudience: read.TOKEN_AUDIENCE,
    forwardedClaims: read.FORWARDED_CLAIMS,
    allowedOrigins: read.ALLOWED_ORIGINS,
    subgraphTimeoutMs: read.SUBGRAPH_TIMEOUT_MS,
  };
}

function nameAndUrl(pair: string): readonly [string, string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}
