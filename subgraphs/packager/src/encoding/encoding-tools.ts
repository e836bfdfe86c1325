import type { MediaJob } from "./media-job.ts";

/**
 * What the engine can do, whichever it is: the `ffmpeg` on the `PATH`, or the same libraries from npm.
 * Each call runs in a child process of low priority, which ends with the signal, and reads local files only.
 * All throw `EncoderFailed`; those that write throw `DiskFull`, too.
 */
export interface EncodingTools {
  /** For people: what it is and which version. */
  readonly name: string;
  /** What the file says of itself. Throws `InvalidMedia` where it is no container of those that can be imported. */
  describe(file: string, signal: AbortSignal): Promise<Description>;
  /** Calls `onPacket` for each packet, in the file's order, without decoding any. */
  scan(file: string, onPacket: (packet: ScannedPacket) => void, signal: AbortSignal): Promise<{ readonly isTruncated: boolean }>;
  run(job: MediaJob, options: RunOptions): Promise<void>;
  /** Decodes the only track of a file. Rejects with `EncoderFailed` on the first error in it. */
  decode(file: string, signal: AbortSignal): Promise<Decoded>;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  /** How much of the output has been written, in seconds. */
  readonly onSeconds?: (seconds: number) => void;
}

/** How much came out of a decoder; seconds by its own timestamps, up to the end of the last frame. */
export interface Decoded {
  readonly frames: number;
  readonly seconds: number;
}

export interface Description {
  /** FFmpeg's name of the demuxer. */
  readonly container: string;
  readonly startSeconds: number;
  readonly durationSeconds: number | undefined;
  readonly streams: readonly DescribedStream[];
}

export interface DescribedStream {
  readonly index: number;
  readonly kind: "video" | "audio" | "other";
  /** Undefined where it is unknown. */
  readonly codec: string | undefined;
  readonly language: string | undefined;
  readonly startSeconds: number | undefined;
  readonly durationSeconds: number | undefined;
  /** As the container's header counts them. */
  readonly declaredFrames: number | undefined;
  readonly isCoverPicture: boolean;
  readonly width: number;
  readonly height: number;
  /** FFmpeg's `n:m`, `n/m`, absent or 0 where unknown. */
  readonly pixelShape: string | undefined;
  readonly steadyRate: string | undefined;
  readonly averageRate: string | undefined;
  readonly fieldOrder: string | undefined;
  readonly colourSpace: string | undefined;
  /** The display matrix's, counter-clockwise, in degrees. */
  readonly rotationDegrees: number;
  readonly channels: number;
}

export interface ScannedPacket {
  readonly streamIndex: number;
  readonly seconds: number;
  readonly durationSeconds: number;
}
