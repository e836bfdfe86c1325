import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

const ISSUER = "bench";
const AUDIENCE = "marquee";

/** Signs access tokens for any number of viewers, since signing up thousands of accounts would measure password hashing. */
export interface TokenIssuer extends AsyncDisposable {
  /** The router's settings that make it believe this issuer. */
  readonly routerSettings: Readonly<Record<string, string>>;
  tokenFor(subject: string, claims?: JWTPayload): Promise<string>;
}

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519" });
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "bench", alg: "EdDSA", use: "sig" }] });
  const server = createServer((_request, response) => response.setHeader("content-type", "application/json").end(jwks));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    routerSettings: { JWKS_URL: `http://127.0.0.1:${port}/jwks.json`, TOKEN_ISSUER: ISSUER, TOKEN_AUDIENCE: AUDIENCE },
    tokenFor: (subject, claims = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "EdDSA", kid: "bench" })
        .setSubject(subject)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime("1h")
        .sign(privateKey),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
