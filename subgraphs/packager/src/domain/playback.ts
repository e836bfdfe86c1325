import { signPlaybackToken } from "@marquee/playback-token";
import { type Manifests, type MediaLinks, sessionLifetimeMs, urlExpiry } from "./media-links.ts";
import type { MembershipStore } from "./membership.ts";
import type { Encode, PlayableStore } from "./playable.ts";
import type { LastReports, SlotDecision, SlotRefusal, Streams } from "./stream-slots.ts";

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

/** A session that is to be started. */
export interface NewSession {
  readonly session: PlaybackSession;
  readonly idempotencyKey: string;
  readonly token: string;
}

export interface PlaybackStore {
  byKey(profileId: string, idempotencyKey: string): Promise<PlaybackSession | undefined>;
  byId(id: string): Promise<PlaybackSession | undefined>;
  /**
   * Adds a session together with the event that it was started, which carries its token, while nobody else starts one by the account.
   *
   * @param decide is handed who watches by the account, and says whose sessions end for this one; a refusal is returned as it is
   * @returns what the profile has under the key now: this session, or the one that was there before, when nothing was decided or added
   */
  add(wanted: NewSession, decide: (streams: Streams) => SlotDecision): Promise<PlaybackSession | SlotRefusal>;
  /** Ends a session unless it has ended. @returns whether the account has such a session */
  end(id: string, accountId: string, at: Date): Promise<boolean>;
}

/** What the use-cases of playback work with. */
export interface PlaybackParts {
  readonly playables: PlayableStore;
  readonly memberships: MembershipStore;
  readonly sessions: PlaybackStore;
  readonly lastReports: LastReports;
  readonly links: MediaLinks;
  /** Where players send CMCD events, without a slash at its end; undefined where they are not taken. */
  readonly cmcdBaseUrl: string | undefined;
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
  /** Where a session that was started for CMCD is reported. */
  readonly cmcdUrl?: string;
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
export function playbackOf(session: PlaybackSession, { links, cmcdBaseUrl, playbackSecret, now }: PlaybackParts): Playback {
  const { id, startedAt, playableId, encode, reporting } = session;
  const token = tokenOf(session, playbackSecret);
  const expiresAt = new Date(Math.min(urlExpiry(encode, now()).getTime(), overAt(session).getTime()));
  return {
    kind: "PlaybackSession",
    id,
    token,
    startedAt,
    playableId,
    manifests: links.manifests(encode, expiresAt),
    ...(reporting === "CMCD" && cmcdBaseUrl !== undefined && { cmcdUrl: `${cmcdBaseUrl}/${token}` }),
    expiresAt,
  };
}

/** When a session is over: its end, or its last possible moment. */
export function overAt({ startedAt, endedAt }: Pick<PlaybackSession, "startedAt" | "endedAt">): Date {
  const latest = new Date(startedAt.getTime() + sessionLifetimeMs);
  return endedAt && endedAt < latest ? endedAt : latest;
}
