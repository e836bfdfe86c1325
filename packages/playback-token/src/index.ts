import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

const shape = z.object({
  sessionId: z.string(),
  profileId: z.string(),
  playableId: z.string(),
  encodeId: z.string(),
  /** When the session started, in milliseconds since the epoch, by the server's clock. */
  startedAtMs: z.number().int(),
  /** Of the film; null for a channel or when unknown. */
  durationSeconds: z.number().nullable(),
  /** The one source whose watch time counts. */
  reporting: z.enum(["GRAPH", "CMCD"]),
  /** The device's clock minus the server's at the start; null unless the device said its time. */
  clockOffsetMs: z.number().int().nullable(),
});

/** What a playback session's token says, signed by packager at the start and sent back with every report. */
export type PlaybackClaims = z.infer<typeof shape>;

/** Signs a session's claims: `base64url(JSON).base64url(HMAC-SHA-256)`. The secret has at least 32 characters. */
export function signPlaybackToken(claims: PlaybackClaims, secret: string): string {
  const body = Buffer.from(JSON.stringify(claims)).toString("base64url");
  return `${body}.${signature(body, secret)}`;
}

/** Returns what a token says, or undefined when it is malformed or was not signed with this secret. It never expires: an event's age is what is judged. */
export function readPlaybackToken(token: string, secret: string): PlaybackClaims | undefined {
  const [body, given, ...rest] = token.split(".");
  if (!body || !given || rest.length > 0) return undefined;
  const expected = Buffer.from(signature(body, secret));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return undefined;
  const result = shape.safeParse(JSON.parse(Buffer.from(body, "base64url").toString()));
  return result.success ? result.data : undefined;
}

function signature(body: string, secret: string): string {
  return createHmac("sha256", secret).update(`playback.${body}`).digest("base64url");
}
