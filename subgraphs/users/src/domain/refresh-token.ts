import { createHash, createHmac, randomBytes } from "node:crypto";

/** The first token of a sign-in: opaque, 256 random bits. */
export function newRefreshToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a token. A token is random enough for a fast hash. */
export function hashOf(refreshToken: string): string {
  return createHash("sha256").update(refreshToken).digest("base64url");
}

/**
 * The token that follows. It takes both the token (which only the device has) and the sign-in's salt (which only the store has),
 * so the store can answer a repeated request with the very same successor without ever keeping one.
 */
export function successorOf(refreshToken: string, rotationSalt: string): string {
  return createHmac("sha256", rotationSalt).update(refreshToken).digest("base64url");
}
