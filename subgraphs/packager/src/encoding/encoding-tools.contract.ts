import { open, readFile, symlink, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openEncode } from "../packaging/index.ts";
import { folderReader, parseManifests } from "../packaging/test-package.ts";
import type { EncodingTools } from "./encoding-tools.ts";
import { DiskFull, EncoderFailed, InvalidMedia, prepareEncode, probeSource, takeStill } from "./index.ts";
import type { MediaJob } from "./media-job.ts";
import { type Scratch, scratchFolder } from "./test-clips.ts";

/** What every engine does alike, whichever libraries it drives. The clips are made by the engine itself. */
export function encodingToolsContract(findEngine: () => Promise<EncodingTools>): void {
  let tools: EncodingTools;
  let scratch: Scratch;

  beforeAll(async () => {
    [tools, scratch] = await Promise.all([findEngine(), scratchFolder()]);
    await tools.run(clip(scratch.path("clip.mp4"), 3), { signal: soon() });
  });

  afterAll(() => scratch?.[Symbol.asyncDispose]());

  it("says what a file holds", async () => {
    expect(await probeSource(tools, scratch.path("clip.mp4"), soon())).toMatchObject({
      durationSeconds: expect.closeTo(3, 1),
      video: { width: 960, height: 540, frameRate: { numerator: 30_000, denominator: 1001 }, isVariable: false, rotation: 0 },
      audio: [{ language: "fra", channels: 2, durationSeconds: expect.closeTo(3, 3) }],
    });
  });

  it("prepares an encode that two manifest readers accept", async () => {
    await using out = await scratchFolder();
    const index = await prepareEncode({ tools, file: scratch.path("clip.mp4"), outDir: out.dir, onPhase: () => {}, signal: soon() });
    expect(index.tracks.map(({ name, timescale, shown }) => [name, timescale, shown])).toEqual([
      ["v0", 30_000, 90 * 1001],
      ["v1", 30_000, 90 * 1001],
      ["a0", 48_000, expect.any(Number)],
    ]);
    expect(
      index.tracks.map((track) => (track.kind === "AUDIO" ? track.language : track.segments.map(({ samples }) => samples).join())),
    ).toEqual(["90", "90", "fr"]);
    // FFmpeg 5 fills the last frame of sound up.
    expect((index.tracks[2]?.shown ?? 0) - 144_000).toBeLessThan(1024);
    expect(index.tracks[2]?.shown).toBeGreaterThanOrEqual(144_000);
    const { mpd } = await parseManifests(openEncode(folderReader(out.dir), index), index);
    expect(mpd.playlists).toHaveLength(2);
    expect((await readFile(out.path("still.jpg"))).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  });

  it("tells how far it is", async () => {
    const told: number[] = [];
    await tools.run(clip(scratch.path("again.mp4"), 3), { signal: soon(), onSeconds: (seconds) => told.push(seconds) });
    expect(told.at(-1)).toBeGreaterThan(2);
    expect(told.at(-1)).toBeLessThan(3.2);
  });

  it("counts what it decodes", async () => {
    await tools.run(pictureClip(scratch.path("pictures.mp4")), { signal: soon() });
    expect(await tools.decode(scratch.path("pictures.mp4"), soon())).toEqual({ frames: 50, seconds: expect.closeTo(2, 3) });
  });

  it("does not decode what is damaged", async () => {
    await tools.run(pictureClip(scratch.path("damaged.mp4")), { signal: soon() });
    await using file = await open(scratch.path("damaged.mp4"), "r+");
    await file.write(Buffer.alloc(4000, 0xff), 0, 4000, 3000);
    await expect(tools.decode(scratch.path("damaged.mp4"), soon())).rejects.toBeInstanceOf(EncoderFailed);
  });

  it.each([
    ["a text", "A note.\n".repeat(300)],
    ["an HLS playlist", "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nclip.mp4\n#EXT-X-ENDLIST\n"],
    ["an ffconcat list", "ffconcat version 1.0\nfile clip.mp4\n"],
    ["a DASH manifest", '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"></MPD>'],
  ])("refuses %s", async (_what, content) => {
    await writeFile(scratch.path("hostile.mp4"), content);
    await expect(probeSource(tools, scratch.path("hostile.mp4"), soon())).rejects.toBeInstanceOf(InvalidMedia);
  });

  it.skipIf(process.platform !== "linux")("tells of a full disk", async () => {
    await symlink("/dev/full", scratch.path("full.mp4"));
    await expect(tools.run(pictureClip(scratch.path("full.mp4")), { signal: soon() })).rejects.toBeInstanceOf(DiskFull);
  });

  it("stops at once when it is told to", async () => {
    const cancelled = new AbortController();
    const work = tools.run(clip(scratch.path("endless.mp4"), 3600), {
      signal: cancelled.signal,
      onSeconds: () => cancelled.abort(new Error("Enough.")),
    });
    await expect(work).rejects.toThrow("Enough.");
  });

  it("takes a still no wider than 1280 pixels", async () => {
    await tools.run(pictureClip(scratch.path("wide.mp4"), "1920x1080"), { signal: soon() });
    await takeStill({ tools, file: scratch.path("wide.mp4"), atSeconds: 1, outFile: scratch.path("wide.jpg"), signal: soon() });
    const jpeg = await readFile(scratch.path("wide.jpg"));
    // The frame header (SOF0) holds height and width (ITU-T T.81, B.2.2).
    const header = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    expect([jpeg.readUInt16BE(header + 7), jpeg.readUInt16BE(header + 5)]).toEqual([1280, 720]);
  });
}

/** Time enough for any step here. */
const soon = (): AbortSignal => AbortSignal.timeout(60_000);

function clip(file: string, seconds: number): MediaJob {
  const sound = `sine=frequency=330:sample_rate=48000:duration=${seconds},aformat=sample_fmts=fltp:channel_layouts=stereo,asetnsamples=n=1024:p=0[a]`;
  return {
    graph: `testsrc2=size=960x540:rate=30000/1001:duration=${seconds},format=yuv420p[v];${sound}`,
    outputs: [
      {
        tracks: [
          { pad: "v", kind: "video", codec: "libx264", codecOptions: { preset: "ultrafast" } },
          { pad: "a", kind: "audio", codec: "aac", codecOptions: {}, language: "fra" },
        ],
        file,
        muxer: "mp4",
        muxerOptions: { movie_timescale: "48000" },
      },
    ],
  };
}

function pictureClip(file: string, size = "320x180"): MediaJob {
  return {
    graph: `testsrc2=size=${size}:rate=25:duration=2,format=yuv420p[v]`,
    outputs: [
      {
        tracks: [{ pad: "v", kind: "video", codec: "libx264", codecOptions: { preset: "ultrafast" } }],
        file,
        muxer: "mp4",
        muxerOptions: {},
      },
    ],
  };
}
