import { readFileSync } from "node:fs";
import { InvalidSettings, readSettings } from "@marquee/settings";
import { z } from "zod";
import { responseHeaderRule } from "./http/response-headers.ts";
import { defaultLimits, type Limits } from "./limits.ts";

export interface RouterConfig {
  /** As `@apollo/composition` writes it. */
  readonly supergraphSdl: string;
  /** Where the subgraphs are, by name, if not where the supergraph says. */
  readonly subgraphUrls?: Readonly<Record<string, string>>;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Shared with the subgraphs alone; at least 32 characters. Without it subgraphs are not told who asks. */
  readonly claimSecret?: string | undefined;
  /** Where the keys are published that access tokens are signed with. Without it nobody is known, and a token is refused. */
  readonly jwksUrl?: string | undefined;
  /** Needed with `jwksUrl`. */
  readonly tokenIssuer?: string | undefined;
  /** `marquee` if omitted. */
  readonly tokenAudience?: string;
  /** The claims of an access token that subgraphs get to see; `forwardedClaims` if omitted. */
  readonly forwardedClaims?: readonly string[];
  /** Pages of these origins may call the graph, beside those of its own. */
  readonly allowedOrigins?: readonly string[];
  /** How long a browser may remember that they may; a day if omitted. */
  readonly corsMaxAgeSeconds?: number;
  /** Headers that those pages may send; any if omitted. */
  readonly corsAllowedHeaders?: readonly string[];
  /** Whether those pages may send cookies along; they may not if omitted. */
  readonly corsAllowsCredentials?: boolean;
  /** Whether answers of 1 KB and more are compressed, for clients that take it; they are not if omitted. */
  readonly compresses?: boolean;
  /** Headers of subgraphs' answers that go on to clients; none if omitted. */
  readonly responseHeaders?: readonly string[];
  /** Operations that one HTTP request may hold; 1 if omitted, and a list is refused. */
  readonly batchLimit?: number;
  /** How long a subgraph may take for one fetch; ten seconds if omitted. */
  readonly subgraphTimeoutMs?: number;
  /** Whether equal reads that are under way at the same time are done once; they are if omitted. */
  readonly deduplicate?: boolean;
  /** Those that differ from `defaultLimits`. */
  readonly limits?: Partial<Limits>;
}

/** Whom a token is for, and what it allows, by the names that OAuth has for these. */
export const forwardedClaims: readonly string[] = ["sub", "scope"];

export const defaultAudience = "marquee";

export const subgraphTimeoutMs = 10_000;

const DAY_SECONDS = 86_400;

const list = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));

const namedUrls = list.pipe(z.array(z.templateLiteral([z.string().min(1), "=", z.string().min(1)], "expected name=url")));

const namedLimits = list.transform((pairs, { addIssue }) => {
  const limits: Partial<Record<keyof Limits, number>> = {};
  for (const pair of pairs) {
    const [name, text] = halves(pair);
    const bound = Number(text);
    if (isLimit(name) && Number.isInteger(bound) && bound >= 0) limits[name] = bound;
    else addIssue(`expected name=number, with a name out of ${Object.keys(defaultLimits).join(", ")}; got "${pair}"`);
  }
  return limits;
});

const headerNames = list.transform((names, { addIssue }) => {
  try {
    return responseHeaderRule(names);
  } catch (error) {
    addIssue(error instanceof Error ? error.message : String(error));
    return [];
  }
});

const onOff = z.enum(["on", "off"]);
const count = z.coerce.number().int();

/** Every variable that a process of the router reads. */
export const settings = z.object({
  SUPERGRAPH: z.string().describe("path of the supergraph's SDL"),
  SUBGRAPH_URLS: namedUrls.default([]).describe("name=url pairs that replace the addresses in the supergraph"),
  PORT: count.min(0).max(65_535).default(4000).describe("port for HTTP and WebSocket"),
  HOST: z.string().default("127.0.0.1").describe("address to listen on"),
  CLAIM_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe("shared with the subgraphs, at least 32 characters; without it they are not told who asks"),
  JWKS_URL: z.url().optional().describe("where the keys of access tokens are published; without it a token is refused"),
  TOKEN_ISSUER: z.string().optional().describe("the issuer of access tokens; needed with JWKS_URL"),
  TOKEN_AUDIENCE: z.string().default(defaultAudience).describe("whom access tokens are for"),
  FORWARDED_CLAIMS: list.default([...forwardedClaims]).describe("claims of access tokens that subgraphs see"),
  ALLOWED_ORIGINS: list.default([]).describe("origins of pages that may call the graph, beside its own"),
  CORS_MAX_AGE_SECONDS: count.min(0).default(DAY_SECONDS).describe("how long browsers may remember that they may"),
  CORS_ALLOWED_HEADERS: list.default([]).describe("headers that those pages may send; any, if none are named"),
  CORS_CREDENTIALS: onOff.default("off").describe("on lets those pages send cookies along"),
  COMPRESSION: onOff.default("off").describe("on compresses answers of 1 KB and more, for want of an edge that does"),
  RESPONSE_HEADERS: headerNames.default([]).describe("headers of subgraphs' answers that go on to clients, such as set-cookie"),
  BATCH_LIMIT: count.min(1).default(1).describe("operations that one HTTP request may hold; with 1, a list is refused"),
  SUBGRAPH_TIMEOUT_MS: count.positive().default(subgraphTimeoutMs).describe("time a subgraph may take for a fetch"),
  DEDUPLICATION: onOff.default("on").describe("on does equal reads that are under way at the same time once"),
  LIMITS: namedLimits.default({}).describe("name=number pairs that replace limits of what clients may ask, such as depth=20"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info").describe("what the log says"),
});

/** What a command line says beside the environment, and before it. */
export interface Given {
  readonly variables?: Readonly<Record<string, string>>;
  /** In place of the one that SUPERGRAPH names. */
  readonly supergraphSdl?: string | undefined;
}

/** @throws InvalidSettings naming each variable that is missing or wrong */
export function readRouterConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  { variables, supergraphSdl }: Given = {},
): RouterConfig & { readonly logLevel: string } {
  const read = readSettings(supergraphSdl === undefined ? settings : settings.partial({ SUPERGRAPH: true }), {
    ...environment,
    ...variables,
  });
  if (read.JWKS_URL !== undefined && read.TOKEN_ISSUER === undefined)
    throw new InvalidSettings(["TOKEN_ISSUER: JWKS_URL is set, and it is not"]);
  return {
    supergraphSdl: supergraphSdl ?? readSupergraph(read.SUPERGRAPH ?? ""),
    subgraphUrls: Object.fromEntries(read.SUBGRAPH_URLS.map(halves)),
    port: read.PORT,
    host: read.HOST,
    claimSecret: read.CLAIM_SECRET,
    jwksUrl: read.JWKS_URL,
    tokenIssuer: read.TOKEN_ISSUER,
    tokenAudience: read.TOKEN_AUDIENCE,
    forwardedClaims: read.FORWARDED_CLAIMS,
    allowedOrigins: read.ALLOWED_ORIGINS,
    corsMaxAgeSeconds: read.CORS_MAX_AGE_SECONDS,
    corsAllowedHeaders: read.CORS_ALLOWED_HEADERS,
    corsAllowsCredentials: read.CORS_CREDENTIALS === "on",
    compresses: read.COMPRESSION === "on",
    responseHeaders: read.RESPONSE_HEADERS,
    batchLimit: read.BATCH_LIMIT,
    subgraphTimeoutMs: read.SUBGRAPH_TIMEOUT_MS,
    deduplicate: read.DEDUPLICATION === "on",
    limits: read.LIMITS,
    logLevel: read.LOG_LEVEL,
  };
}

function readSupergraph(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InvalidSettings([`SUPERGRAPH: the file could not be read (${error instanceof Error ? error.message : String(error)})`]);
  }
}

function isLimit(name: string): name is keyof Limits {
  return Object.hasOwn(defaultLimits, name);
}

function halves(pair: string): readonly [name: string, value: string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}
