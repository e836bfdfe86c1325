import { describe, expect, it } from "vitest";
import { cutAudio, cutVideo, shownTicks } from "./cut-segments.ts";
import type { Movie } from "./read-movie.ts";

interface Shape {
  readonly samples: number;
  readonly duration: number;
  readonly timescale: number;
  readonly keys?: readonly number[];
  readonly skip?: number;
  readonly offset?: number;
  readonly shown?: number;
}

function movie({ samples, duration, timescale, keys, skip = 0, offset = 0, shown }: Shape): Movie {
  return {
    timescale,
    language: "und",
    width: 0,
    height: 0,
    stsd: Buffer.alloc(0),
    dataStart: 48,
    sizes: new Uint32Array(samples).fill(10),
    durations: new Uint32Array(samples).fill(duration),
    offsets: new Uint32Array(samples).fill(offset),
    keys: keys && Uint32Array.from(keys),
    skip,
    shown,
  };
}

describe("pictures", () => {
  it("are cut every second group of two seconds", () => {
    const film = movie({ samples: 132, duration: 1000, timescale: 25_000, keys: [0, 50, 100], offset: 2000, skip: 2000 });
    expect(cutVideo(film)).toEqual([
      { samples: 100, start: 0, duration: 100_000 },
      { samples: 32, start: 100_000, duration: 32_000 },
    ]);
  });

  it("stay exact at 23.976 frames a second", () => {
    const film = movie({ samples: 200, duration: 1001, timescale: 24_000, keys: [0, 48, 96, 144, 192] });
    expect(cutVideo(film).map(({ duration }) => duration)).toEqual([96_096, 96_096, 8008]);
  });

  it("are one segment where there is one group", () => {
    expect(cutVideo(movie({ samples: 31, duration: 1001, timescale: 60_000, keys: [0] }))).toEqual([
      { samples: 31, start: 0, duration: 31_031 },
    ]);
  });

  it("are cut at each group where groups are long", () => {
    const slow = movie({ samples: 4, duration: 10_000, timescale: 1000, keys: [0, 1, 2, 3] });
    expect(cutVideo(slow)).toHaveLength(4);
  });
});

describe("sound", () => {
  const primed = movie({ samples: 250, duration: 1024, timescale: 48_000, skip: 1024 });

  it("goes with the picture segment in which a frame starts, its priming hidden", () => {
    const [first, second, ...others] = cutAudio(primed, [0, 4]);
    expect(others).toEqual([]);
    // 188 frames begin before second 4, after the one that is hidden.
    expect(first).toEqual({ samples: 189, start: 0, duration: 188 * 1024 });
    expect(second).toEqual({ samples: 61, start: 188 * 1024, duration: 61 * 1024 });
  });

  it("goes on at the same pace where it is longer than the pictures", () => {
    const long = movie({ samples: 938, duration: 1024, timescale: 48_000 });
    expect(cutAudio(long, [0, 4]).map(({ samples }) => samples)).toEqual([188, 187, 188, 187, 188]);
  });

  it("has fewer segments where it ends before the pictures", () => {
    expect(cutAudio(movie({ samples: 10, duration: 1024, timescale: 48_000 }), [0, 4, 8])).toHaveLength(1);
  });

  it("ends where its edit list ends it", () => {
    expect(shownTicks(movie({ samples: 250, duration: 1024, timescale: 48_000, skip: 1024, shown: 254_500 }))).toBe(254_500);
    expect(shownTicks(primed)).toBe(249 * 1024);
  });
});
