import type { PlaybackParts } from "./playback.ts";

export type EndPlaybackAnswer =
  | { readonly kind: "EndedPlayback"; readonly sessionId: string }
  | { readonly kind: "UnknownPlayback"; readonly message: string };

/** Ends a session of the account, from whichever of its devices. Ending it again changes nothing. */
export async function endPlayback({ sessions, now }: PlaybackParts, accountId: string, sessionId: string): Promise<EndPlaybackAnswer> {
  const isTheirs = await sessions.end(sessionId, accountId, now());
  return isTheirs ? { kind: "EndedPlayback", sessionId } : { kind: "UnknownPlayback", message: "The account has no session of this id." };
}
