import { createHmac, timingSafeEqual } from "node:crypto";

/** What a token said of its bearer; anonymous requests carry the empty object. */
export type Claims = Readonly<Record<string, unknown>>;

/** The claim is missing, malformed, tampered with, for another subgraph or out of its time; the message never repeats the claim. */
export class InvalidClaim extends Error {
  override readonly name = "InvalidClaim";
}

const MINUTE_MS = 60_000;
/** For a request that waits on its way, and for clocks that differ. */
const TOLERATED_MINUTES = 2;

/**
 * Signs what the router learned from a token, for one of the subgraphs behind it. Within a minute the same claims give the same string, so that it can be
 * part of a cache key. A list becomes its items with spaces between them, as OAuth writes scopes: no claim grows into a structure.
 *
 * @param secret at least 32 characters, known to the router and the subgraphs alone
 * @param audience the subgraph's name in the supergraph: to another the claim is worth nothing
 * @returns `base64url(JSON).base64url(HMAC-SHA-256)`; good for the minute it was signed in and the two before and after
 */
export function signClaim(claims: Claims, secret: string, audience: string, nowMs: number): string {
  const minute = Math.floor(nowMs / MINUTE_MS);
  const sorted = Object.fromEntries(
    Object.entries(claims)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(" ") : value]),
  );
  const body = Buffer.from(JSON.stringify({ audience, minute, claims: sorted })).toString("base64url");
  return `${body}.${signature(body, secret)}`;
}

/**
 * Checks a claim and returns what it says.
 *
 * @param audience the name of the subgraph that reads it
 * @throws InvalidClaim
 */
export function readClaim(claim: string | undefined, secret: string, audience: string, nowMs: number): Claims {
  const [body, given, ...rest] = (claim ?? "").split(".");
  if (!body || !given || rest.length > 0) throw new InvalidClaim("expected a signed viewer claim");
  const expected = Buffer.from(signature(body, secret));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual))
    throw new InvalidClaim("the claim's signature does not match");
  const signed = JSON.parse(Buffer.from(body, "base64url").toString()) as { audience: string; minute: number; claims: Claims };
  if (signed.audience !== audience) throw new InvalidClaim("the claim is for another subgraph");
  if (Math.abs(Math.floor(nowMs / MINUTE_MS) - signed.minute) > TOLERATED_MINUTES) throw new InvalidClaim("the claim's time has passed");
  return signed.claims;
}

function signature(body: string, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("base64url");
}
