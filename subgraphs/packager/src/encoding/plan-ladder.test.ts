import { describe, expect, it } from "vitest";
import { planLadder } from "./plan-ladder.ts";
import type { Source, SourceAudio, SourceVideo } from "./source.ts";

const video: SourceVideo = {
  streamIndex: 0,
  width: 1920,
  height: 1080,
  pixelShape: { numerator: 1, denominator: 1 },
  rotation: 0,
  frameRate: { numerator: 25, denominator: 1 },
  isVariable: false,
  isInterlaced: false,
  colourMatrix: "auto",
  startSeconds: 0,
  durationSeconds: 10,
};

const sound = (streamIndex: number, language: string, channels = 2): SourceAudio => ({
  streamIndex,
  language,
  channels,
  startSeconds: 0,
  durationSeconds: 10,
});

const source = (change: Partial<SourceVideo>, audio: readonly SourceAudio[] = []): Source => ({
  file: "/film.mp4",
  durationSeconds: 10,
  video: { ...video, ...change },
  audio,
});

const sizes = (change: Partial<SourceVideo>) => planLadder(source(change)).video.map(({ width, height }) => `${width}x${height}`);

describe("the sizes of a ladder", () => {
  it.each<[claim: string, change: Partial<SourceVideo>, expected: string[]]>([
    ["1080p has all four rungs", {}, ["1920x1080", "1280x720", "960x540", "640x360"]],
    ["4K is brought down to 1080p", { width: 3840, height: 2160 }, ["1920x1080", "1280x720", "960x540", "640x360"]],
    ["720p is never enlarged", { width: 1280, height: 720 }, ["1280x720", "960x540", "640x360"]],
    ["4:3 keeps its shape", { width: 768, height: 576 }, ["720x540", "480x360"]],
    ["wide screen keeps its width", { width: 1920, height: 800 }, ["1920x800", "1280x534", "960x400", "640x266"]],
    ["an upright picture lies on its side in the frame", { width: 1080, height: 1920 }, ["1080x1920", "720x1280", "540x960", "360x640"]],
    ["a rotated picture is planned as it is shown", { rotation: 90 }, ["1080x1920", "720x1280", "540x960", "360x640"]],
    ["a picture on its head keeps its sides", { rotation: 180, width: 640, height: 360 }, ["640x360"]],
    ["wide pixels are made square", { width: 720, height: 576, pixelShape: { numerator: 64, denominator: 45 } }, ["960x540", "640x360"]],
    ["narrow pixels are made square", { width: 704, height: 480, pixelShape: { numerator: 10, denominator: 11 } }, ["480x360"]],
    ["a small picture keeps its own size", { width: 320, height: 240 }, ["320x240"]],
    ["odd sides of a small picture lose a line", { width: 321, height: 241 }, ["320x240"]],
    ["a tiny picture is a rung, too", { width: 17, height: 33 }, ["16x32"]],
  ])("%s", (_claim, change, expected) => {
    expect(sizes(change)).toEqual(expected);
  });
});

describe("the frames of a ladder", () => {
  it.each<[rate: [number, number], expected: { frameRate: [number, number]; framesPerGroup: number; timescale: number }]>([
    [[25, 1], { frameRate: [25, 1], framesPerGroup: 50, timescale: 25_000 }],
    [[24000, 1001], { frameRate: [24000, 1001], framesPerGroup: 48, timescale: 24_000 }],
    [[10, 1], { frameRate: [10, 1], framesPerGroup: 20, timescale: 10_000 }],
    [[60, 1], { frameRate: [60, 1], framesPerGroup: 120, timescale: 60_000 }],
    [[240000, 1001], { frameRate: [60000, 1001], framesPerGroup: 120, timescale: 60_000 }],
    [[120, 1], { frameRate: [60, 1], framesPerGroup: 120, timescale: 60_000 }],
    [[90, 1], { frameRate: [45, 1], framesPerGroup: 90, timescale: 45_000 }],
    [[1, 4], { frameRate: [1, 4], framesPerGroup: 1, timescale: 1000 }],
  ])("%j is kept up to 60 and divided above", ([numerator, denominator], expected) => {
    const ladder = planLadder(source({ frameRate: { numerator, denominator } }));
    const { frameRate, framesPerGroup, timescale } = ladder;
    expect({ frameRate: [frameRate.numerator, frameRate.denominator], framesPerGroup, timescale }).toEqual(expected);
    expect((timescale * frameRate.denominator) % frameRate.numerator).toBe(0);
  });
});

describe("the sound of a ladder", () => {
  it("is one track for each language, the first of each", () => {
    const { audio } = planLadder(source({}, [sound(1, "eng", 6), sound(2, "fra"), sound(3, "eng"), sound(4, "und")]));
    expect(audio.map(({ name, streamIndex, language }) => [name, streamIndex, language])).toEqual([
      ["a0", 1, "eng"],
      ["a1", 2, "fra"],
      ["a2", 4, "und"],
    ]);
  });

  it("is absent where the source has none", () => {
    expect(planLadder(source({})).audio).toEqual([]);
  });
});
