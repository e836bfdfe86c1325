import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Signs the right to fetch everything of one asset until a moment: `<expiry in seconds, base 36>.<HMAC-SHA-256>`. It stands in the path,
 * so that relative URIs in manifests inherit it.
 */
export function signMediaToken(assetId: string, expiresAt: Date, secret: string): string {
  const expiry = Math.floor(expiresAt.getTime() / 1000).toString(36);
  return `${expiry}.${signature(assetId, expiry, secret)}`;
}

/** Checks a token against the asset that is asked for. */
export function checkMediaToken(token: string, assetId: string, secret: string, now: Date): "valid" | "expired" | "forged" {
  const [expiry, given, ...rest] = token.split(".");
  if (!expiry || !given || rest.length > 0) return "forged";
  const expected = Buffer.from(signature(assetId, expiry, secret));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return "forged";
  return Number.parseInt(expiry, 36) * 1000 > now.getTime() ? "valid" : "expired";
}

function signature(assetId: string, expiry: string, secret: string): string {
  return createHmac("sha256", secret).update(`media.${assetId}.${expiry}`).digest("base64url");
}
