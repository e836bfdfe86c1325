import { readPlaybackToken } from "@marquee/playback-token";
import type { Viewer } from "@marquee/viewer-claim";
import { overAt, type Playback, type PlaybackParts, playbackOf } from "./playback.ts";

export type RenewPlaybackAnswer = Playback | { readonly kind: "PlaybackEnded"; readonly message: string };

/** Gives the profile's live session new URLs, for a pause that was longer than the old ones last. */
export async function renewPlayback(parts: PlaybackParts, { profileId }: Viewer, token: string): Promise<RenewPlaybackAnswer> {
  const claims = readPlaybackToken(token, parts.playbackSecret);
  const session = claims && claims.profileId === profileId ? await parts.sessions.byId(claims.sessionId) : undefined;
  if (!session || overAt(session) <= parts.now()) return { kind: "PlaybackEnded", message: "This session is over. Start another one." };
  return playbackOf(session, parts);
}
