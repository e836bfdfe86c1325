import { type Fraction, ratioOf } from "../packaging/fraction.ts";
import { outputRate } from "./frame-rate.ts";
import type { Source, SourceAudio, SourceVideo } from "./source.ts";

/** What a source is encoded into. */
export interface Ladder {
  readonly frameRate: Fraction;
  /** Ticks in a second of the video tracks; a frame is a whole number of them. */
  readonly timescale: number;
  /** Frames from one key frame to the next, the same on every rung. */
  readonly framesPerGroup: number;
  /** The largest picture first. */
  readonly video: readonly VideoRung[];
  readonly audio: readonly AudioTrack[];
}

export interface VideoRung {
  /** `v0`, also the name of its file. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly peakKbps: number;
}

export interface AudioTrack {
  /** `a0`, also the name of its file. */
  readonly name: string;
  readonly streamIndex: number;
  readonly language: string;
  readonly kbps: number;
}

/** A rung takes the picture's shape inside a 16:9 frame of this height, or lying on its side for an upright picture. */
const rungs = [
  { height: 1080, peakKbps: 6000 },
  { height: 720, peakKbps: 3200 },
  { height: 540, peakKbps: 1900 },
  { height: 360, peakKbps: 900 },
] as const;

/** Chooses the rungs that fit a source: never larger than it, its shape kept, one sound track for each of its languages. */
export function planLadder(source: Source): Ladder {
  const frameRate = outputRate(source.video.frameRate);
  return {
    frameRate,
    timescale: timescaleOf(frameRate),
    framesPerGroup: Math.max(1, Math.round(2 * ratioOf(frameRate))),
    video: planVideo(source.video, ratioOf(frameRate)),
    audio: firstOfEachLanguage(source.audio).map((track, index) => ({
      name: `a${index}`,
      streamIndex: track.streamIndex,
      language: track.language,
      kbps: 160,
    })),
  };
}

/** The rate's numerator, of the fraction grown by whole thousands where it is too coarse to say anything but frames (25 is 25000/1000). */
function timescaleOf({ numerator }: Fraction): number {
  return numerator < 1000 ? numerator * 1000 : numerator;
}

function planVideo(video: SourceVideo, framesPerSecond: number): VideoRung[] {
  const shown = shownSize(video);
  const fitting = rungs.flatMap((rung) => {
    const long = (rung.height * 16) / 9;
    const box = shown.width >= shown.height ? { width: long, height: rung.height } : { width: rung.height, height: long };
    const scale = Math.min(box.width / shown.width, box.height / shown.height);
    return scale <= 1 ? [{ ...scaledBy(shown, scale), peakKbps: rung.peakKbps }] : [];
  });
  const chosen = fitting.length > 0 ? fitting : [{ ...scaledBy(shown, 1), peakKbps: rungs[3].peakKbps }];
  // Twice the frames cost about half as much again.
  const cost = framesPerSecond > 30 ? 1.5 : 1;
  return chosen.map((rung, index) => ({ name: `v${index}`, width: rung.width, height: rung.height, peakKbps: rung.peakKbps * cost }));
}

/** The picture as a viewer sees it: square pixels, upright. Its pixels are widened or narrowed, so no line is lost. */
function shownSize({ width, height, pixelShape, rotation }: SourceVideo): Size {
  const square = { width: width * ratioOf(pixelShape), height };
  return rotation === 90 || rotation === 270 ? { width: square.height, height: square.width } : square;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** 4:2:0 has one colour for two by two pixels, so both sides are even. */
function scaledBy(size: Size, scale: number): Size {
  const even = (length: number, limit: number) => Math.max(2, Math.min(2 * Math.round((length * scale) / 2), 2 * Math.floor(limit / 2)));
  return { width: even(size.width, size.width + 1e-6), height: even(size.height, size.height + 1e-6) };
}

function firstOfEachLanguage(tracks: readonly SourceAudio[]): SourceAudio[] {
  return tracks.filter((track, index) => tracks.findIndex((other) => other.language === track.language) === index);
}
