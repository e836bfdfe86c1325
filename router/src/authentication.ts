import { HeaderMap } from "@apollo/server";
import type { Claims } from "@marquee/viewer-claim";
import { GraphQLError } from "graphql";
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import type { Logger } from "pino";
import { Asker, anyone } from "./asker.ts";

export interface TokenOptions {
  /** Where the issuer publishes its keys. */
  readonly jwksUrl: string;
  readonly tokenIssuer: string;
  readonly tokenAudience: string;
  /** The token's claims that subgraphs get to see. */
  readonly forwardedClaims: readonly string[];
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

export function authenticator({ jwksUrl, tokenIssuer, tokenAudience, forwardedClaims, logger }: TokenOptions): Authenticate {
  const keys = createRemoteJWKSet(new URL(jwksUrl), JWKS_OPTIONS);
  const expected = { issuer: tokenIssuer, audience: tokenAudience, algorithms: ["EdDSA", "Ed25519"], requiredClaims: ["exp", "sub"] };
  return async (authorization) => {
    if (authorization === undefined || authorization === null) return anonymous;
    const token = typeof authorization === "string" ? /^Bearer +([^ ]+)$/i.exec(authorization)?.[1] : undefined;
    if (token === undefined) throw unauthenticated('Send the access token as "Bearer", a space and the token.');
    try {
      const { payload } = await jwtVerify(token, keys, expected);
      return { asker: new Asker(pick(payload, forwardedClaims)), expiresAtMs: (payload.exp ?? 0) * 1_000 };
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

function refusal(error: unknown, logger: Logger): GraphQLError {
  if (error instanceof errors.JWTExpired) return unauthenticated("The access token has expired: refresh it.");
  if (tokenFaults.some((fault) => error instanceof fault)) return unauthenticated("The access token is not one of ours: sign in again.");
  logger.error({ err: error }, "the keys that access tokens are checked with could not be had");
  return new GraphQLError("Access tokens cannot be checked right now; try again later.", {
    extensions: { code: "SERVICE_UNAVAILABLE", http: { status: 503 } },
  });
}

function unauthenticated(message: string): GraphQLError {
  const headers = new HeaderMap([["www-authenticate", 'Bearer error="invalid_token"']]);
  return new GraphQLError(message, { extensions: { code: "UNAUTHENTICATED", http: { status: 401, headers } } });
}
