import { once } from "node:events";
import { createServer } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** Who signs the clients' tokens, and publishes the key. */
export interface Tokens extends AsyncDisposable {
  readonly jwksUrl: string;
  /** @param lifeSeconds at least one: expiry is told in whole seconds */
  readonly for: (subject: string, lifeSeconds: number) => Promise<string>;
}

export async function startTokens(): Promise<Tokens> {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519" });
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "soak", alg: "EdDSA" }] });
  const server = createServer((_request, response) => response.setHeader("content-type", "application/json").end(jwks));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("expected a port");
  return {
    jwksUrl: `http://127.0.0.1:${address.port}/jwks.json`,
    for: (subject, lifeSeconds) =>
      new SignJWT()
        .setProtectedHeader({ alg: "EdDSA", kid: "soak" })
        .setSubject(subject)
        .setIssuer("soak")
        .setAudience("soak")
        .setIssuedAt()
        .setExpirationTime(Math.ceil(Date.now() / 1_000) + lifeSeconds)
        .sign(privateKey),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
