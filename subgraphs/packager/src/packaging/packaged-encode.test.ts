import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findTools, prepareEncode } from "../encoding/index.ts";
import { ffmpeg, ffprobe, hasFfmpeg, type Scratch, scratchFolder, testPicture, testTone } from "../encoding/test-clips.ts";
import { type EncodeIndex, indexFile, parseEncodeIndex } from "./encode-index.ts";
import { type MediaReader, openEncode } from "./packaged-encode.ts";
import { fetchWhole, folderReader, parseManifests, text } from "./test-package.ts";

describe.skipIf(!hasFfmpeg)("a packaged encode (needs ffmpeg)", () => {
  let scratch: Scratch;
  let index: EncodeIndex;

  beforeAll(async () => {
    scratch = await scratchFolder();
    const file = scratch.path("source.mkv");
    const tracks = ["-map", "0:v", "-map", "1:a", "-map", "2:a", "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=fre"];
    const codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "flac"];
    await ffmpeg(...testPicture("960x540", "24000/1001", 9.3), ...testTone(9.3), ...testTone(9.3), ...tracks, ...codecs, file);
    const signal = AbortSignal.timeout(60_000);
    index = await prepareEncode({ tools: await findTools(), file, outDir: scratch.dir, onPhase: () => {}, signal });
  });

  afterAll(() => scratch?.[Symbol.asyncDispose]());

  const packets = async (path: string) =>
    (await ffprobe("-show_entries", "packet=pts,dts,duration,size,flags", "-of", "csv=p=0", path))
      .split("\n")
      .map((line) => line.replace(/,+$/, ""));

  it("has each picture of its tracks at the same time, whole and in order", async () => {
    for (const track of index.tracks.filter(({ kind }) => kind === "VIDEO")) {
      const whole = scratch.path(`${track.name}.whole.mp4`);
      await fetchWhole(scratch.dir, index, track, whole);
      expect(await packets(whole)).toEqual(await packets(scratch.path(`${track.name}.mp4`)));
      expect(await ffmpeg("-i", whole, "-f", "framemd5", "-")).toEqual(
        await ffmpeg("-i", scratch.path(`${track.name}.mp4`), "-f", "framemd5", "-"),
      );
    }
  });

  it("has each frame of sound at the same time, the priming before 0", async () => {
    for (const track of index.tracks.filter(({ kind }) => kind === "AUDIO")) {
      const whole = scratch.path(`${track.name}.whole.mp4`);
      await fetchWhole(scratch.dir, index, track, whole);
      const timesAndSizes = (lines: readonly string[]) => lines.filter(Boolean).map((line) => line.split(",").slice(0, 4).join());
      const [fragmented, progressive] = [await packets(whole), await packets(scratch.path(`${track.name}.mp4`))];
      expect(timesAndSizes(fragmented).slice(1, -1)).toEqual(timesAndSizes(progressive).slice(1, -1));
      expect(fragmented[0]).toMatch(/^-1024,/);
    }
  });

  it("is cut at the same times on every rung, in segments of two groups", () => {
    const [first, ...others] = index.tracks.filter(({ kind }) => kind === "VIDEO").map(({ segments }) => segments);
    expect(first?.map(({ start, duration }) => [start, duration])).toEqual([
      [0, 96_096],
      [96_096, 96_096],
      [192_192, 31_031],
    ]);
    expect(others).toEqual([first]);
  });

  it("says the same in HLS and DASH, to strict readers", async () => {
    const encode = openEncode(folderReader(scratch.dir), index);
    const { master, playlists, mpd } = await parseManifests(encode, index);
    if (!master.isMasterPlaylist) throw new Error("Expected a multivariant playlist.");
    expect(master.independentSegments).toBe(true);
    expect(master.variants.map(({ resolution, frameRate }) => [resolution, frameRate])).toEqual([
      [{ width: 960, height: 540 }, 23.976],
      [{ width: 640, height: 360 }, 23.976],
    ]);
    expect(
      master.variants[0]?.audio.map(({ language, name, isDefault, channels, uri }) => [language, name, isDefault, channels, uri]),
    ).toEqual([
      ["en", "English", true, "2", "a0.m3u8"],
      ["fr", "French", false, "2", "a1.m3u8"],
    ]);
    const hlsDurations = playlists.map((playlist) => (playlist.isMasterPlaylist ? [] : playlist.segments.map(({ duration }) => duration)));
    const dashPlaylists = [...mpd.playlists, ...Object.values(mpd.mediaGroups.AUDIO.audio ?? {}).flatMap((group) => group.playlists)];
    const dashDurations = dashPlaylists.map(({ segments }) => segments.map(({ duration }) => duration));
    expect(dashDurations.map((durations) => durations.map((duration) => duration.toFixed(5)))).toEqual(
      hlsDurations.map((durations) => durations.map((duration) => duration.toFixed(5))),
    );
    expect(mpd.playlists[0]?.attributes).toMatchObject({ NAME: "v0", CODECS: index.tracks[0]?.codec, "FRAME-RATE": 24000 / 1001 });
  });

  it("promises no less bandwidth than a segment needs", async () => {
    const encode = openEncode(folderReader(scratch.dir), index);
    for (const track of index.tracks) {
      const [first] = track.segments;
      const body = (await encode.file(`${track.name}/1.m4s`))?.body;
      expect(track.peakBitsPerSecond).toBeGreaterThanOrEqual(
        Math.floor((8 * (body?.length ?? 0) * track.timescale) / (first?.duration ?? 1)),
      );
    }
  });

  it("reads once for a segment and never for anything else", async () => {
    const reader = folderReader(scratch.dir);
    const encode = openEncode(reader, index);
    for (const name of ["master.m3u8", "manifest.mpd", "v0.m3u8", "a1.m3u8", "v1/init.mp4"]) expect(await encode.file(name)).toBeDefined();
    expect(reader.reads).toBe(0);
    expect(await encode.file("v1/2.m4s")).toMatchObject({ contentType: "video/mp4", kind: "segment" });
    expect(reader.reads).toBe(1);
  });

  it.each([
    "",
    "v0",
    "v0/0.m4s",
    "v0/01.m4s",
    "v0/4.m4s",
    "v2/1.m4s",
    "v9.m3u8",
    "a0/init.m4s",
    "../index.json",
    "index.json",
    "v0.mp4",
    "v0/1.m4s/",
    "v0/1e3.m4s",
    "__proto__.m3u8",
  ])("knows no %j, and reads nothing for it", async (name) => {
    const reader = folderReader(scratch.dir);
    expect(await openEncode(reader, index).file(name)).toBeUndefined();
    expect(reader.reads).toBe(0);
  });

  it("rejects a segment whose bytes came short", async () => {
    const short: MediaReader = { read: async (_name, _start, length) => Buffer.alloc(length - 1) };
    await expect(openEncode(short, index).file("v0/1.m4s")).rejects.toThrow("bytes of v0");
  });

  it("has only relative addresses in its manifests", async () => {
    const encode = openEncode(folderReader(scratch.dir), index);
    for (const name of ["master.m3u8", "v0.m3u8", "a0.m3u8", "manifest.mpd"]) {
      expect((await text(encode, name)).replaceAll(/(xmlns|schemeIdUri|profiles)="[^"]*"/g, "")).not.toMatch(/:\/\/|URI="\/|\n\/|\.\./);
    }
  });

  it("is served alike from the index that was written beside it", async () => {
    const written = parseEncodeIndex(await readFile(scratch.path(indexFile), "utf8"));
    expect(written).toEqual(index);
    expect(written.still).toBe("still.jpg");
  });
});
