import { signMediaToken } from "./media-token.ts";
import type { Encode } from "./playable.ts";

export interface Manifests {
  readonly hls: string;
  readonly dash: string;
}

/** Where clients find media. */
export interface MediaLinks {
  /** Signed for the whole asset until `expiresAt`. */
  manifests(encode: Encode, expiresAt: Date): Manifests;
  /** The same for everybody. */
  stillUrl(encode: Encode): string;
}

/** Grows whenever the same encode is packaged into other bytes, so that nothing immutable ever changes. */
export const packagingVersion = "1";

export interface MediaLinkOptions {
  /** Absolute, without a slash at its end; an edge's or the packager's own. */
  readonly baseUrl: string;
  readonly secret: string;
}

export function mediaLinks({ baseUrl, secret }: MediaLinkOptions): MediaLinks {
  return {
    manifests({ id, assetId }, expiresAt) {
      const folder = `${baseUrl}/t/${signMediaToken(assetId, expiresAt, secret)}/${assetId}/${id}/${packagingVersion}`;
      return { hls: `${folder}/master.m3u8`, dash: `${folder}/manifest.mpd` };
    },
    stillUrl: ({ id, assetId }) => `${baseUrl}/stills/${assetId}/${id}.jpg`,
  };
}

const HOUR_MS = 3_600_000;
/** A session, and any URL, lasts at most a day. */
export const sessionLifetimeMs = 24 * HOUR_MS;

/** URLs outlive the film by four hours: for pauses. */
export function urlExpiry({ durationSeconds }: Encode, now: Date): Date {
  return new Date(now.getTime() + Math.min(durationSeconds * 1000 + 4 * HOUR_MS, sessionLifetimeMs));
}
