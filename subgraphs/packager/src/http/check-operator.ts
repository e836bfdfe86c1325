import type { IncomingHttpHeaders } from "node:http";
import { InvalidClaim, readClaim, viewerFrom, viewerHeader } from "@marquee/viewer-claim";
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";

export interface OperatorCheckOptions {
  /** Shared with the router, which sends signed claims. */
  readonly claimSecret: string;
  /** The public keys of access tokens; without it only claims are taken. */
  readonly jwksUrl: string | undefined;
  readonly tokenIssuer: string | undefined;
  readonly tokenAudience: string | undefined;
}

/** Who sent a request: an operator, somebody else, or nobody that we know. */
export type OperatorCheck = (headers: IncomingHttpHeaders) => Promise<"operator" | "forbidden" | "unauthenticated">;

/** Takes the router's signed claim, or an access token of users. */
export function operatorCheck({ claimSecret, jwksUrl, tokenIssuer, tokenAudience }: OperatorCheckOptions): OperatorCheck {
  const keys = jwksUrl === undefined ? undefined : createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 5_000 });
  const claimsOf = async (headers: IncomingHttpHeaders): Promise<JWTPayload | undefined> => {
    const claim = headers[viewerHeader];
    if (typeof claim === "string") return readClaim(claim, claimSecret, "packager", Date.now());
    const token = /^Bearer ([\w.-]+)$/i.exec(headers.authorization ?? "")?.[1];
    if (!token || !keys) return undefined;
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ["EdDSA", "Ed25519"],
      requiredClaims: ["sub", "exp"],
      ...(tokenIssuer !== undefined && { issuer: tokenIssuer }),
      ...(tokenAudience !== undefined && { audience: tokenAudience }),
    });
    return payload;
  };
  return async (headers) => {
    try {
      const { accountId, scopes } = viewerFrom((await claimsOf(headers)) ?? {});
      if (accountId === undefined) return "unauthenticated";
      return scopes.has("operate") ? "operator" : "forbidden";
    } catch (error) {
      if (error instanceof InvalidClaim || isTokensFault(error)) return "unauthenticated";
      throw error;
    }
  };
}

/** Not when the keys could not be fetched: that is nobody's fault who asks. */
function isTokensFault(error: unknown): boolean {
  return error instanceof errors.JOSEError && error.code !== "ERR_JOSE_GENERIC" && !(error instanceof errors.JWKSTimeout);
}
