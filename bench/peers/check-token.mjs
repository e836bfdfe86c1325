import { createRemoteJWKSet, jwtVerify } from "jose";

/** As long, and as many, as our router remembers them. */
const REMEMBERED_MS = 60_000;
const REMEMBERED = 20_000;

const { JWKS_URL, TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience } = process.env;
const keys = createRemoteJWKSet(new URL(JWKS_URL));
const checkedAt = new Map();

/**
 * Checks an `Authorization` value as our router does, and remembers those that are right for as long: what a peer's own plug-in does not
 * offer for EdDSA tokens, all peers in JavaScript do here.
 *
 * @param authorization undefined for an anonymous request
 * @throws for a token that is not right
 */
export async function checkToken(authorization) {
  if (!authorization) return;
  if (Date.now() - (checkedAt.get(authorization) ?? 0) < REMEMBERED_MS) return;
  await jwtVerify(authorization.replace(/^Bearer /i, ""), keys, { issuer, audience, algorithms: ["EdDSA", "Ed25519"] });
  if (checkedAt.size >= REMEMBERED) checkedAt.clear();
  checkedAt.set(authorization, Date.now());
}
