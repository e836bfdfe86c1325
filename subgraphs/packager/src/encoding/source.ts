import type { Fraction } from "../packaging/fraction.ts";

/** A video file that can be imported, as `probeSource` found it. Times count from the first moment of the file. */
export interface Source {
  readonly file: string;
  readonly durationSeconds: number;
  readonly video: SourceVideo;
  /** Every sound track that can be decoded, in the file's order. */
  readonly audio: readonly SourceAudio[];
}

export interface SourceVideo {
  readonly streamIndex: number;
  /** As stored, before its pixels are made square and it is rotated. */
  readonly width: number;
  readonly height: number;
  readonly pixelShape: Fraction;
  /** How far the picture must be turned clockwise to stand upright. */
  readonly rotation: Rotation;
  /** Exact for a constant rate; for a variable one the rate that carries it best. */
  readonly frameRate: Fraction;
  readonly isVariable: boolean;
  readonly isInterlaced: boolean;
  /** Which of the conversions from YUV the file uses; `auto` where each frame says it. */
  readonly colourMatrix: "auto" | "bt601" | "bt709";
  readonly startSeconds: number;
  readonly durationSeconds: number;
}

export type Rotation = 0 | 90 | 180 | 270;

export interface SourceAudio {
  readonly streamIndex: number;
  /** ISO 639-2, three letters; `und` where the file does not say. */
  readonly language: string;
  readonly channels: number;
  readonly startSeconds: number;
  readonly durationSeconds: number;
}

/** The display matrix turns counter-clockwise; odd angles are rounded to a quarter turn. */
export function upright(rotationDegrees: number): Rotation {
  const quarters = ((Math.round(-rotationDegrees / 90) % 4) + 4) % 4;
  return quarters === 1 ? 90 : quarters === 2 ? 180 : quarters === 3 ? 270 : 0;
}
