import { copyFile, open, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { type EncodeIndex, type IndexedVideo, openEncode } from "../packaging/index.ts";
import { fetchWhole, folderReader, parseManifests } from "../packaging/test-package.ts";
import { DiskFull, findTools, InvalidMedia, prepareEncode } from "./index.ts";
import { ffmpeg, ffprobe, hasFfmpeg, realVideo, scratchFolder, testPicture, testTone } from "./test-clips.ts";

async function prepare(
  file: string,
  outDir: string,
  signal = AbortSignal.timeout(120_000),
): Promise<{ index: EncodeIndex; phases: string[] }> {
  const phases: string[] = [];
  const onPhase = (phase: string, percent: number) => {
    expect(percent).toBeGreaterThanOrEqual(0);
    expect(percent).toBeLessThanOrEqual(100);
    if (phases.at(-1) !== phase) phases.push(phase);
  };
  return { index: await prepareEncode({ tools: await findTools(), file, outDir, onPhase, signal }), phases };
}

const pictures = ({ tracks }: EncodeIndex): IndexedVideo[] => tracks.filter((track) => track.kind === "VIDEO");
const decodedFrames = async (file: string) =>
  Number(await ffprobe("-count_frames", "-select_streams", "v", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", file));

describe.skipIf(!hasFfmpeg)("a real video (needs ffmpeg and the real videos)", () => {
  const cases = [
    {
      name: "bigbuckbunny.mp4",
      seconds: 5.28,
      sourceRate: 25,
      rate: "25/1",
      shape: 16 / 9,
      sizes: ["1280x720", "960x540", "640x360"],
      sound: 5.312,
    },
    {
      name: "action-camera-240fps.mp4",
      seconds: 0.513_012_5,
      sourceRate: 240_000 / 1001,
      rate: "60000/1001",
      shape: 16 / 9,
      sizes: ["1280x720", "960x540", "640x360"],
      sound: 0.533_333,
    },
    {
      name: "street-no-audio.avi",
      seconds: 79.5,
      sourceRate: 10,
      rate: "10/1",
      shape: 4 / 3,
      sizes: ["720x540", "480x360"],
      sound: undefined,
    },
  ];

  it.for(cases)("$name keeps its length, rate and shape on every rung", { timeout: 120_000 }, async (expected, { skip }) => {
    const file = realVideo(expected.name);
    if (!file) return skip("the real videos are not here");
    await using scratch = await scratchFolder();
    const { index, phases } = await prepare(file, scratch.dir);
    expect(phases).toEqual(["PROBING", "TRANSCODING", "VERIFYING"]);
    expect(pictures(index).map(({ width, height }) => `${width}x${height}`)).toEqual(expected.sizes);
    for (const track of pictures(index)) {
      const whole = scratch.path(`${track.name}.whole.mp4`);
      await fetchWhole(scratch.dir, index, track, whole);
      const { numerator, denominator } = track.frameRate;
      const decodedSeconds = ((await decodedFrames(whole)) * denominator) / numerator;
      expect(Math.abs(decodedSeconds - expected.seconds)).toBeLessThan(1 / expected.sourceRate + 1e-6);
      expect(`${numerator}/${denominator}`).toBe(expected.rate);
      expect(track.width / track.height).toBeCloseTo(expected.shape, 2);
    }
    const sound = index.tracks.filter(({ kind }) => kind === "AUDIO").map(({ durationSeconds }) => durationSeconds);
    expect(sound).toEqual(expected.sound === undefined ? [] : [expect.closeTo(expected.sound, 4)]);
    const { master, playlists, mpd } = await parseManifests(openEncode(folderReader(scratch.dir), index), index);
    expect(master.isMasterPlaylist && master.variants).toHaveLength(expected.sizes.length);
    expect(playlists).toHaveLength(index.tracks.length);
    expect(mpd.playlists).toHaveLength(expected.sizes.length);
    expect((await readFile(scratch.path("still.jpg"))).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  });
});

describe.skipIf(!hasFfmpeg)("a made-up source (needs ffmpeg)", () => {
  const fast = ["-c:v", "libx264", "-preset", "ultrafast"];
  const cases: readonly {
    claim: string;
    make: (file: string) => Promise<string>;
    extension?: string;
    sizes: string[];
    rate: string;
    seconds: number;
    languages?: string[];
  }[] = [
    {
      claim: "a rotated picture stands upright",
      make: async (file) => {
        await ffmpeg(...testPicture("640x360", "25", 1), ...fast, `${file}.flat.mp4`);
        return ffmpeg("-i", `${file}.flat.mp4`, "-c", "copy", "-metadata:s:v", "rotate=90", file);
      },
      sizes: ["360x640"],
      rate: "25/1",
      seconds: 1,
    },
    {
      claim: "odd sides become even",
      make: (file) => ffmpeg(...testPicture("321x241", "30", 1), "-c:v", "ffv1", file),
      extension: "mkv",
      sizes: ["320x240"],
      rate: "30/1",
      seconds: 1,
    },
    {
      claim: "wide pixels become square",
      make: (file) => ffmpeg(...testPicture("720x576", "25", 1), ...fast, "-vf", "setsar=64/45", file),
      sizes: ["960x540", "640x360"],
      rate: "25/1",
      seconds: 1,
    },
    {
      claim: "120 frames a second become 60",
      make: (file) => ffmpeg(...testPicture("320x180", "120", 1), ...fast, file),
      sizes: ["320x180"],
      rate: "60/1",
      seconds: 1,
    },
    {
      claim: "a variable rate becomes constant",
      make: (file) =>
        ffmpeg(
          ...testPicture("320x180", "30", 2),
          "-vf",
          "select='not(between(n,20,33)+between(n,45,47))'",
          "-vsync",
          "vfr",
          ...fast,
          file,
        ),
      sizes: ["320x180"],
      rate: "30/1",
      seconds: 2,
    },
    {
      claim: "interlaced fields become frames",
      make: (file) =>
        ffmpeg(
          ...testPicture("720x576", "50", 1),
          "-vf",
          "interlace=scan=tff",
          "-c:v",
          "mpeg2video",
          "-flags",
          "+ilme+ildct",
          "-q:v",
          "3",
          file,
        ),
      extension: "mkv",
      sizes: ["676x540", "450x360"],
      rate: "25/1",
      seconds: 1,
    },
    {
      claim: "each language is a track, 5.1 is stereo, and the pace of 23.976 is kept",
      make: (file) =>
        ffmpeg(
          ...[...testPicture("320x180", "24000/1001", 2), ...testTone(2, "5.1"), ...testTone(2)],
          ...["-map", "0", "-map", "1", "-map", "2", "-map", "2", ...fast, "-c:a:0", "ac3", "-c:a:1", "libmp3lame", "-c:a:2", "pcm_s16le"],
          ...["-metadata:s:a:0", "language=ger", "-metadata:s:a:1", "language=jpn", "-metadata:s:a:2", "language=ger", file],
        ),
      extension: "mkv",
      sizes: ["320x180"],
      rate: "24000/1001",
      seconds: 2,
      languages: ["de", "ja"],
    },
    {
      claim: "sound that begins late stays in step with the pictures",
      make: (file) => ffmpeg(...testPicture("320x180", "25", 2), "-itsoffset", "0.5", ...testTone(1.5), ...fast, "-c:a", "aac", file),
      sizes: ["320x180"],
      rate: "25/1",
      seconds: 2,
      languages: ["und"],
    },
    {
      claim: "a stream whose clock does not begin at 0 is taken from its first moment",
      make: (file) => ffmpeg(...testPicture("320x180", "25", 2), ...testTone(2), ...fast, "-c:a", "mp2", "-output_ts_offset", "100", file),
      extension: "ts",
      sizes: ["320x180"],
      rate: "25/1",
      seconds: 2,
      languages: ["und"],
    },
  ];

  it.for(cases)("$claim", { timeout: 60_000 }, async ({ make, extension = "mp4", sizes, rate, seconds, languages = [] }) => {
    await using scratch = await scratchFolder();
    const file = scratch.path(`source.${extension}`);
    await make(file);
    const { index } = await prepare(file, scratch.dir);
    expect(pictures(index).map(({ width, height }) => `${width}x${height}`)).toEqual(sizes);
    for (const track of pictures(index)) {
      expect(`${track.frameRate.numerator}/${track.frameRate.denominator}`).toBe(rate);
      expect(Math.abs(track.durationSeconds - seconds)).toBeLessThan(0.05);
    }
    const sound = index.tracks.filter((track) => track.kind === "AUDIO");
    expect(sound.map(({ language, channels }) => [language, channels])).toEqual(languages.map((language) => [language, 2]));
    for (const track of sound) expect(Math.abs(track.durationSeconds - seconds)).toBeLessThan(0.06);
    expect(
      await ffprobe(
        "-show_entries",
        "stream=pix_fmt,color_range,color_space,sample_aspect_ratio",
        "-of",
        "csv=p=0",
        scratch.path("v0.mp4"),
      ),
    ).toBe("1:1,yuv420p,tv,bt709");
  });
});

describe.skipIf(!hasFfmpeg)("what cannot be imported is refused in plain words (needs ffmpeg)", () => {
  const soundOnly = (file: string) => ffmpeg(...testTone(1), "-c:a", "aac", file);
  const film = (file: string, ...options: string[]) =>
    ffmpeg(...testPicture("320x180", "25", 4), ...testTone(4), "-c:v", "libx264", "-preset", "ultrafast", ...options, file);
  const cases: readonly { what: string; extension?: string; make: (file: string) => Promise<unknown>; message: RegExp }[] = [
    { what: "a text", make: (file) => writeFile(file, "This is a note.\n".repeat(500)), message: /none that can be read/ },
    { what: "nothing", make: (file) => writeFile(file, ""), message: /this file is empty/ },
    {
      what: "random bytes",
      make: (file) => writeFile(file, Buffer.from(Array.from({ length: 65_536 }, (_, at) => (at * at * 31 + at) % 251))),
      message: /none that can be read/,
    },
    {
      what: "a picture",
      extension: "png",
      make: (file) => ffmpeg(...testPicture("64x64", "1", 1), "-frames:v", "1", file),
      message: /none that can be read/,
    },
    { what: "sound alone", make: soundOnly, message: /holds only sound/ },
    {
      what: "sound with a cover picture",
      extension: "mp3",
      make: (file) =>
        ffmpeg(
          ...testTone(1),
          ...testPicture("64x64", "1", 1),
          "-map",
          "0",
          "-map",
          "1",
          "-c:v",
          "png",
          "-disposition:v",
          "attached_pic",
          file,
        ),
      message: /holds only sound/,
    },
    {
      what: "a picture that is absurdly small",
      extension: "mkv",
      make: (file) => ffmpeg(...testPicture("8x8", "25", 1), "-c:v", "ffv1", file),
      message: /this one has 8×8/,
    },
    {
      what: "a copy whose index was cut off",
      make: async (file) => {
        await film(file);
        await truncate(file, 20_000);
      },
      message: /index is missing or damaged.*cut off/,
    },
    {
      what: "a copy whose end was cut off",
      make: async (file) => {
        await film(file, "-movflags", "+faststart");
        await truncate(file, 40_000);
      },
      message: /ends early/,
    },
    {
      what: "an AVI whose end was cut off",
      extension: "avi",
      make: async (file) => {
        await ffmpeg(...testPicture("320x180", "25", 4), "-c:v", "mpeg4", file);
        await truncate(file, 60_000);
      },
      message: /ends early: 4\.0 seconds are announced/,
    },
    {
      what: "a video whose middle was overwritten",
      make: async (file) => {
        await film(file, "-movflags", "+faststart");
        await using handle = await open(file, "r+");
        const { size } = await handle.stat();
        await handle.write(Buffer.alloc(Math.floor(size * 0.8), 0x55), 0, Math.floor(size * 0.8), Math.floor(size * 0.15));
      },
      message: /too much of this file is damaged|ends early/,
    },
    {
      what: "a playlist that points elsewhere",
      extension: "m3u8",
      make: async (file) => {
        await film(`${file}.ts`);
        await writeFile(file, `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n${file}.ts\n#EXT-X-ENDLIST\n`);
      },
      message: /none that can be read/,
    },
    {
      what: "a list of other files",
      extension: "ffconcat",
      make: async (file) => {
        await film(`${file}.mp4`);
        await writeFile(file, `ffconcat version 1.0\nfile '${file}.mp4'\n`);
      },
      message: /none that can be read/,
    },
  ];

  it.for(cases)("$what", async ({ make, extension = "mp4", message }) => {
    await using scratch = await scratchFolder();
    const file = scratch.path(`source.${extension}`);
    await make(file);
    const failure = await prepare(file, scratch.dir).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InvalidMedia);
    expect(String(failure)).toMatch(message);
    expect(String(failure)).not.toContain(scratch.dir);
  });

  it("a file that is not there", async () => {
    await using scratch = await scratchFolder();
    await expect(prepare(scratch.path("none.mp4"), scratch.dir)).rejects.toThrow("there is no such file");
  });
});

describe.skipIf(!hasFfmpeg)("an import that breaks off (needs ffmpeg)", () => {
  // Every write to /dev/full fails with ENOSPC.
  it.skipIf(process.platform !== "linux").for(["v0.mp4", "a0.mp4"])("tells of a full disk when %s does not fit", async (name) => {
    await using scratch = await scratchFolder();
    await ffmpeg(...testPicture("320x180", "25", 2), ...testTone(2), "-c:v", "libx264", scratch.path("source.mp4"));
    await symlink("/dev/full", scratch.path(name));
    await expect(prepare(scratch.path("source.mp4"), scratch.dir)).rejects.toBeInstanceOf(DiskFull);
  });

  it.skipIf(process.platform !== "linux")("tells of a full disk when the index does not fit", async () => {
    await using scratch = await scratchFolder();
    await ffmpeg(...testPicture("320x180", "25", 1), "-c:v", "libx264", scratch.path("source.mp4"));
    await symlink("/dev/full", scratch.path("index.json"));
    await expect(prepare(scratch.path("source.mp4"), scratch.dir)).rejects.toBeInstanceOf(DiskFull);
  });

  it("ends its encoder with the signal, and says the signal's reason", async () => {
    await using scratch = await scratchFolder();
    await ffmpeg(...testPicture("1280x720", "25", 8), "-c:v", "libx264", "-preset", "ultrafast", scratch.path("source.mp4"));
    const cancelled = new AbortController();
    const onPhase = (phase: string, percent: number) => {
      if (phase === "TRANSCODING" && percent > 0) cancelled.abort(new Error("The import was cancelled."));
    };
    const work = prepareEncode({
      tools: await findTools(),
      file: scratch.path("source.mp4"),
      outDir: scratch.dir,
      onPhase,
      signal: cancelled.signal,
    });
    await expect(work).rejects.toThrow("The import was cancelled.");
    const written = await readFile(scratch.path("v0.mp4"));
    await copyFile(scratch.path("v0.mp4"), scratch.path("copy.mp4"));
    expect(await readFile(scratch.path("v0.mp4"))).toEqual(written);
  });
});
