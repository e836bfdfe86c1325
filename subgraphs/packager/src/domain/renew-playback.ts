import { readPlaybackToken } from "@marquee/playback-token";
import type { Viewer } from "@marquee/viewer-claim";
import { mayWatch } from "./may-watch.ts";
import { overAt, type Playback, type PlaybackParts, type PlaybackSession, playbackOf } from "./playback.ts";

export type RenewPlaybackAnswer = Playback | { readonly kind: "PlaybackEnded"; readonly message: string };

/**
 * Gives the profile's live session new URLs, for a pause that was longer than the old ones last; by asking, a device also learns that its
 * session was ended by another one. What may not be watched any more ends here.
 */
export async function renewPlayback(parts: PlaybackParts, viewer: Viewer, token: string): Promise<RenewPlaybackAnswer> {
  const claims = readPlaybackToken(token, parts.playbackSecret);
  const session = claims && claims.profileId === viewer.profileId ? await parts.sessions.byId(claims.sessionId) : undefined;
  const now = parts.now();
  if (!session || overAt(session) <= now) return { kind: "PlaybackEnded", message: overMessage(session) };
  const decision = await mayWatch(parts, viewer, session.playableId);
  if (decision.kind === "Watchable") return playbackOf(session, parts);
  await parts.sessions.end(session.id, session.accountId, now);
  return { kind: "PlaybackEnded", message: decision.message };
}

function overMessage(session: PlaybackSession | undefined): string {
  return session?.endedAt ? "It was ended, on this device or on another one of the account." : "This session is over. Start another one.";
}
