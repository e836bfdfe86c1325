import type { WatchingKey } from "./profile-store.ts";

/** An opaque id that says where a watching lies in its profile's history: the start first, so that it is a cursor too. */
export function watchingId({ startedAtMs, sessionId }: WatchingKey): string {
  return Buffer.from(`${startedAtMs}.${sessionId}`).toString("base64url");
}

/** What an id names, or undefined when it is none of ours. */
export function parseWatchingId(id: string): WatchingKey | undefined {
  const match = /^(\d{1,15})\.([^\0]{1,200})$/.exec(Buffer.from(id, "base64url").toString());
  if (!match?.[1] || !match[2]) return undefined;
  const key = { startedAtMs: Number(match[1]), sessionId: match[2] };
  return watchingId(key) === id ? key : undefined;
}
