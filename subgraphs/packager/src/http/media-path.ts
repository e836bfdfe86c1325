import type { EncodeRef } from "../domain/media-store.ts";

const id = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const media = new RegExp(
  `^/t/([0-9a-z]{1,12}\\.[A-Za-z0-9_-]{43})/(${id})/(${id})/([0-9]{1,6})/([a-z0-9]+(?:/[a-z0-9]+)?\\.(?:m3u8|mpd|mp4|m4s))$`,
);
const still = new RegExp(`^/stills/(${id})/(${id})\\.jpg$`);

export interface MediaPath extends EncodeRef {
  readonly token: string;
  readonly packagingVersion: string;
  /** Such as `v0/1.m4s`. */
  readonly file: string;
}

/**
 * Reads the path of a media request as it came, before anybody normalised it. Whatever is written otherwise than we write it, such as with
 * `..`, `%2e`, `%2f`, `//` or a backslash, is no path of ours: so a token can never be checked against one asset and open another.
 */
export function parseMediaPath(path: string): MediaPath | undefined {
  const [, token, assetId, encodeId, packagingVersion, file] = media.exec(path) ?? [];
  if (!token || !assetId || !encodeId || !packagingVersion || !file) return undefined;
  return { token, assetId, encodeId, packagingVersion, file };
}

/** Reads the path of a still. */
export function parseStillPath(path: string): EncodeRef | undefined {
  const [, assetId, encodeId] = still.exec(path) ?? [];
  return assetId && encodeId ? { assetId, encodeId } : undefined;
}
