import { signPlaybackToken } from "@marquee/playback-token";
import { type Manifests, type MediaLinks, sessionLifetimeMs, urlExpiry } from "./media-links.ts";
import type { Encode, PlayableStore } from "./playable.ts";

export type ReportingSource = "GRAPH" | "CMCD";

/** One profile's watching of one playable, pinned to an encode for as long as it lasts. */
export interface PlaybackSession {
  readonly id: string;
  readonly profileId: string;
  readonly accountId: string;
  readonly deviceId?: string;
  readonly deviceName?: string;
  readonly playableId: string;
  readonly encode: Encode;
  readonly startedAt: Date;
  readonly reporting: ReportingSource;
  /** The device's clock minus ours at the start. */
  readonly clockOffsetMs?: number;
  readonly endedAt?: Date;
}

export interface PlaybackStore {
  byKey(profileId: string, idempotencyKey: string): Promise<PlaybackSession | undefined>;
  byId(id: string): Promise<PlaybackSession | undefined>;
  /**
   * Adds a session together with the event that it was started, which carries its token.
   *
   * @returns what the profile has under the key now: this session, or the one that was there before, when nothing was added
   */
  add(session: PlaybackSession, idempotencyKey: string, token: string): Promise<PlaybackSession>;
  /** Ends a session unless it has ended. @returns whether the account has such a session */
  end(id: string, accountId: string, at: Date): Promise<boolean>;
}

/** What the use-cases of playback work with. */
export interface PlaybackParts {
  readonly playables: PlayableStore;
  readonly sessions: PlaybackStore;
  readonly links: MediaLinks;
  /** Signs the tokens of sessions; shared with watch-history. */
  readonly playbackSecret: string;
  readonly now: () => Date;
}

/** A session as its device gets it. */
export interface Playback {
  readonly kind: "PlaybackSession";
  readonly id: string;
  readonly token: string;
  readonly startedAt: Date;
  readonly playableId: string;
  readonly manifests: Manifests;
  readonly expiresAt: Date;
}

/** The session's token: always the same string for the same session. */
export function tokenOf(session: PlaybackSession, secret: string): string {
  const { id, profileId, playableId, encode, startedAt, reporting, clockOffsetMs = null } = session;
  const { durationSeconds } = encode;
  return signPlaybackToken(
    {
      sessionId: id,
      profileId,
      playableId,
      encodeId: encode.id,
      startedAtMs: startedAt.getTime(),
      durationSeconds,
      reporting,
      clockOffsetMs,
    },
    secret,
  );
}

/** Hands a session out with URLs that never outlive it. */
export function playbackOf(session: PlaybackSession, { links, playbackSecret, now }: PlaybackParts): Playback {
  const { id, startedAt, playableId, encode } = session;
  const expiresAt = new Date(Math.min(urlExpiry(encode, now()).getTime(), overAt(session).getTime()));
  return {
    kind: "PlaybackSession",
    id,
    token: tokenOf(session, playbackSecret),
    startedAt,
    playableId,
    manifests: links.manifests(encode, expiresAt),
    expiresAt,
  };
}

/** When a session is over: its end, or its last possible moment. */
export function overAt({ startedAt, endedAt }: Pick<PlaybackSession, "startedAt" | "endedAt">): Date {
  const latest = new Date(startedAt.getTime() + sessionLifetimeMs);
  return endedAt && endedAt < latest ? endedAt : latest;
}
