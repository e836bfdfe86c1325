import type { Claims } from "@marquee/viewer-claim";
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import type { Logger } from "pino";
import { Asker, anyone } from "./asker.ts";
import { BoundedMap } from "./bounded-map.ts";
import { defaultAudience, forwardedClaims } from "./config.ts";
import { RequestRefused } from "./request-refused.ts";

export interface TokenOptions {
  /** Where the issuer publishes its keys; undefined where nobody is known, and a token is refused. */
  readonly jwksUrl?: string | undefined;
  /** Needed with keys. */
  readonly tokenIssuer?: string | undefined;
  readonly tokenAudience?: string | undefined;
  /** The token's claims that subgraphs get to see; `forwardedClaims` of the settings if omitted. */
  readonly forwardedClaims?: readonly string[] | undefined;
  readonly logger: Logger;
}

/** Who bears a token, and until when. */
export interface Bearer {
  readonly asker: Asker;
  /** Undefined for an anonymous bearer. */
  readonly expiresAtMs: number | undefined;
}

/**
 * Checks an `Authorization` value; without one the bearer is anonymous.
 *
 * @throws UNAUTHENTICATED (HTTP 401) for a token that is malformed, expired, tampered with or somebody else's
 * @throws SERVICE_UNAVAILABLE (HTTP 503) while the issuer's keys cannot be had
 */
export type Authenticate = (authorization: unknown) => Promise<Bearer>;

const anonymous: Bearer = { asker: anyone, expiresAtMs: undefined };

/** Keys are fetched once and kept; an unknown key is looked for again, at most every half minute. */
const JWKS_OPTIONS = { cooldownDuration: 30_000, cacheMaxAge: 600_000, timeoutDuration: 5_000 };

/**
 * How long it is remembered that a token's signature is right: checking it costs more than all else that is done for a small request,
 * and a device sends the same one every few seconds. A key that is withdrawn is believed for so long after.
 */
const REMEMBERED_MS = 60_000;
/** Some 30 MB; the devices of more viewers than that are checked more often. */
const REMEMBERED = 20_000;

interface Checked extends Bearer {
  readonly expiresAtMs: number;
  readonly rememberedUntilMs: number;
}

/** @throws TypeError when there are keys and no issuer */
export function authenticator(options: TokenOptions): Authenticate {
  const check = tokenCheck(options);
  const checked = new BoundedMap<string, Checked>(REMEMBERED);
  return async (authorization) => {
    if (authorization === undefined || authorization === null) return anonymous;
    const token = typeof authorization === "string" ? /^Bearer +([^ ]+)$/i.exec(authorization)?.[1] : undefined;
    if (token === undefined) throw unauthenticated('Send the access token as "Bearer", a space and the token.');
    const known = checked.get(token);
    if (known && Date.now() < Math.min(known.rememberedUntilMs, known.expiresAtMs)) return known;
    const bearer = await check(token);
    checked.set(token, bearer);
    return bearer;
  };
}

/** Checks a token's signature and claims. Where there are no keys nobody is taken for anonymous who says who they are: that would look like being signed out. */
function tokenCheck(options: TokenOptions): (token: string) => Promise<Checked> {
  const {
    jwksUrl,
    tokenIssuer: issuer,
    tokenAudience: audience = defaultAudience,
    forwardedClaims: names = forwardedClaims,
    logger,
  } = options;
  if (jwksUrl === undefined) return () => Promise.reject(unauthenticated("No access tokens are checked here: send none."));
  if (issuer === undefined) throw new TypeError("expected the issuer of the tokens beside the URL of its keys");
  const keys = createRemoteJWKSet(new URL(jwksUrl), JWKS_OPTIONS);
  const expected = { issuer, audience, algorithms: ["EdDSA", "Ed25519"], requiredClaims: ["exp", "sub"] };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, expected);
      const asker = new Asker(pick(payload, names));
      return { asker, expiresAtMs: (payload.exp ?? 0) * 1_000, rememberedUntilMs: Date.now() + REMEMBERED_MS };
    } catch (error) {
      throw refusal(error, logger);
    }
  };
}

function pick(payload: JWTPayload, names: readonly string[]): Claims {
  return Object.fromEntries(names.filter((name) => payload[name] !== undefined).map((name) => [name, payload[name]]));
}

/** jose tells a bad token from keys that cannot be had by the error's class. */
const tokenFaults = [
  errors.JWTInvalid,
  errors.JWTClaimValidationFailed,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

function refusal(error: unknown, logger: Logger): RequestRefused {
  if (error instanceof errors.JWTExpired) return unauthenticated("The access token has expired: refresh it.");
  if (tokenFaults.some((fault) => error instanceof fault)) return unauthenticated("The access token is not one of ours: sign in again.");
  logger.error({ err: error }, "the keys that access tokens are checked with could not be had");
  return new RequestRefused("SERVICE_UNAVAILABLE", "Access tokens cannot be checked right now; try again later.", 503);
}

function unauthenticated(message: string): RequestRefused {
  return new RequestRefused("UNAUTHENTICATED", message, 401, [["www-authenticate", 'Bearer error="invalid_token"']]);
}
