import { type PlaybackClaims, readPlaybackToken } from "@marquee/playback-token";
import type { StoredEvent } from "@marquee/view-events";

export interface RecordAttemptsOptions {
  readonly playbackSecret: string;
  readonly receivedMs: () => number;
  /** Resolves when the events are durable. */
  readonly keep: (events: readonly StoredEvent[]) => Promise<void>;
}

/**
 * Keeps event 0 of each session, however late it comes. Again is the same.
 *
 * @returns the places of tokens that are none of ours; the others are durable
 * @throws what `keep` throws: then none is sure to be kept
 */
export async function recordAttempts(
  { playbackSecret, receivedMs, keep }: RecordAttemptsOptions,
  tokens: readonly string[],
): Promise<readonly number[]> {
  const claims = tokens.map((token) => readPlaybackToken(token, playbackSecret));
  await keep(claims.filter((read) => read !== undefined).map((read) => attempt(read, receivedMs())));
  return claims.flatMap((read, index) => (read ? [] : [index]));
}

function attempt({ sessionId, playableId, profileId, startedAtMs, durationSeconds }: PlaybackClaims, receivedAtMs: number): StoredEvent {
  return {
    sessionId,
    source: "SERVER",
    sequence: 0,
    kind: "ATTEMPT",
    playableId,
    profileId,
    startedAtMs,
    elapsedMs: 0,
    positionSeconds: 0,
    watchedDeltaMs: 0,
    watchedMs: 0,
    durationSeconds,
    receivedAtMs,
  };
}
