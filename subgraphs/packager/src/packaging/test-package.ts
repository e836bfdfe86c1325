import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as hls from "hls-parser";
import { parse as parseMpd } from "mpd-parser";
import type { EncodeIndex, IndexedTrack } from "./encode-index.ts";
import { type MediaReader, openEncode, type PackagedEncode } from "./packaged-encode.ts";

/** For tests: reads an encode from the folder that it was made in, and counts the reads. */
export function folderReader(dir: string): MediaReader & { readonly reads: number } {
  let reads = 0;
  return {
    get reads() {
      return reads;
    },
    async read(name, start, length) {
      reads += 1;
      const file = await open(join(dir, name));
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
}

export async function text(encode: PackagedEncode, name: string): Promise<string> {
  return String((await encode.file(name))?.body ?? "");
}

/** Writes a track as a player would fetch it, its header and all of its segments, into one file. */
export async function fetchWhole(dir: string, index: EncodeIndex, track: IndexedTrack, outFile: string): Promise<void> {
  const encode = openEncode(folderReader(dir), index);
  const names = [`${track.name}/init.mp4`, ...track.segments.map((_, at) => `${track.name}/${at + 1}.m4s`)];
  const files = await Promise.all(names.map((name) => encode.file(name)));
  await writeFile(outFile, Buffer.concat(files.map((file) => file?.body ?? Buffer.alloc(0))));
}

/** What two parsers that players are built on make of the manifests. Throws where the strict one refuses a playlist. */
export async function parseManifests(encode: PackagedEncode, index: EncodeIndex) {
  hls.setOptions({ strictMode: true });
  const master = hls.parse(await text(encode, "master.m3u8"));
  const playlists = await Promise.all(index.tracks.map(async ({ name }) => hls.parse(await text(encode, `${name}.m3u8`))));
  const mpd = parseMpd(await text(encode, "manifest.mpd"), { manifestUri: "https://example.test/t/token/manifest.mpd" });
  return { master, playlists, mpd };
}
