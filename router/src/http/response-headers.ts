import type { Headers } from "../operations/answer.ts";

/** Which headers of subgraphs' answers go on to clients: names in lower case. */
export type ResponseHeaderRule = readonly string[];

/** They belong to one connection, or are the router's own to say: set by others they would break an answer, or let it be kept for the wrong viewer. */
const ownHeaders = new Set([
  ...["connection", "content-encoding", "content-length", "content-range", "content-type", "date", "keep-alive", "proxy-connection", "te"],
  ...[
    "trailer",
    "transfer-encoding",
    "upgrade",
    "age",
    "allow",
    "cache-control",
    "etag",
    "expires",
    "last-modified",
    "pragma",
    "retry-after",
  ],
  ...["vary", "www-authenticate", "x-accel-buffering", "x-request-id"],
]);

const token = /^[!#$%&'*+.^_`|~\da-z-]+$/;

/**
 * Reads the rule from header names.
 *
 * @throws Error with one sentence when a name is none, or belongs to the router alone
 */
export function responseHeaderRule(names: readonly string[]): ResponseHeaderRule {
  const rule = [...new Set(names.map((name) => name.toLowerCase()))];
  for (const name of rule) {
    if (!token.test(name)) throw new Error(`expected names of headers, got "${name}"`);
    if (ownHeaders.has(name) || name.startsWith("access-control-")) throw new Error(`${name} is the router's own to send`);
  }
  return rule;
}

const none: Headers = [];

/**
 * What one answer of a subgraph passes on, in the rule's order; every `Set-Cookie` by itself.
 *
 * @param headers of the answer, by their names in lower case; what came several times is a list
 */
export function passedOn(rule: ResponseHeaderRule, headers: Readonly<Record<string, string | readonly string[] | undefined>>): Headers {
  if (rule.length === 0) return none;
  return rule.flatMap((name) => valuesOf(headers[name]).map((value) => [name, value] as const));
}

function valuesOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
