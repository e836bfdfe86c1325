import { createHmac, timingSafeEqual } from "node:crypto";

/** What a token said of its bearer; anonymous requests carry the empty object. */
export type Claims = Readonly<Record<string, unknown>>;

/** The claim is missing, malformed, tampered with or past its hour; the message never repeats the claim. */
export class InvalidClaim extends Error {
  override readonly name = "InvalidClaim";
}

const HOUR_MS = 3_600_000;

/**
 * Signs what the router learned from a token, for the subgraphs behind it. Within an hour the same claims give the same string,
 * so that it can be part of a cache key.
 *
 * @param secret at least 32 characters, known to the router and the subgraphs alone
 * @returns `base64url(JSON).base64url(HMAC-SHA-256)`; good for the hour it was signed in and the next
 */
export function signClaim(claims: Claims, secret: string, nowMs: number): string {
  const hour = Math.floor(nowMs / HOUR_MS);
  const sorted = Object.fromEntries(Object.entries(claims).sort(([a], [b]) => (a < b ? -1 : 1)));
  const body = Buffer.from(JSON.stringify({ hour, claims: sorted })).toString("base64url");
  return `${body}.${signature(body, secret)}`;
}

/**
 * Checks a claim and returns what it says.
 *
 * @throws InvalidClaim
 */
export function readClaim(claim: string | undefined, secret: string, nowMs: number): Claims {
  const [body, given, ...rest] = (claim ?? "").split(".");
  if (!body || !given || rest.length > 0) throw new InvalidClaim("expected a signed viewer claim");
  const expected = Buffer.from(signature(body, secret));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual))
    throw new InvalidClaim("the claim's signature does not match");
  const { hour, claims } = JSON.parse(Buffer.from(body, "base64url").toString()) as { hour: number; claims: Claims };
  if (Math.abs(Math.floor(nowMs / HOUR_MS) - hour) > 1) throw new InvalidClaim("the claim's hour has passed");
  return claims;
}

function signature(body: string, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("base64url");
}
