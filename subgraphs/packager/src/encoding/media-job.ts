/**
 * One run of the encoder: a filter graph with what goes in and what comes out, said once for every engine.
 * Option names are FFmpeg's own (AVOptions), so that each engine hands them on as they are.
 */
export interface MediaJob {
  /** Read by the graph as `[0:<stream index>]`, rotated pictures already upright; absent where the graph makes its own pictures and sound. */
  readonly input?: { readonly file: string; readonly startSeconds?: number };
  readonly graph: string;
  readonly outputs: readonly JobOutput[];
}

export interface JobOutput {
  /** The graph's pad that this file is made of, without brackets. One for each track. */
  readonly tracks: readonly JobTrack[];
  readonly file: string;
  readonly muxer: "mp4" | "image2";
  readonly muxerOptions: Options;
}

export interface JobTrack {
  readonly pad: string;
  readonly kind: "video" | "audio";
  readonly codec: "libx264" | "aac" | "mjpeg";
  readonly codecOptions: Options;
  /** Stop after so many frames. */
  readonly frames?: number;
  /** ISO 639-2. */
  readonly language?: string;
}

export type Options = Readonly<Record<string, string>>;
