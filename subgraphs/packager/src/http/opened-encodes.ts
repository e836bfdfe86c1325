import type { EncodeRef, MediaStore } from "../domain/media-store.ts";
import { indexFile, openEncode, type PackagedEncode, parseEncodeIndex } from "../packaging/index.ts";

/** How many encodes are kept open: an index of a long film takes some megabytes. */
const MOST = 32;

/** Opens encodes for serving and keeps those asked for last. @returns undefined for an encode that does not exist */
export function openedEncodes(media: MediaStore): (ref: EncodeRef) => Promise<PackagedEncode | undefined> {
  const opened = new Map<string, Promise<PackagedEncode | undefined>>();

  const open = async (ref: EncodeRef) => {
    const stored = media.encode(ref);
    const index = await stored.whole(indexFile);
    return index && openEncode(stored, parseEncodeIndex(index.toString()));
  };
  return (ref) => {
    const key = `${ref.assetId}/${ref.encodeId}`;
    const encode = opened.get(key) ?? open(ref);
    opened.delete(key);
    opened.set(key, encode);
    const oldest = opened.size > MOST ? opened.keys().next().value : undefined;
    if (oldest !== undefined) opened.delete(oldest);
    // What is not there may come, and a failure may pass: neither is kept.
    encode.then((found) => found ?? opened.delete(key)).catch(() => opened.delete(key));
    return encode;
  };
}
