import { type DemoClipName, demoClipGraph, demoClips } from "./demo-clips/index.ts";
import type { EncodingTools } from "./encoding-tools.ts";
import { EncoderFailed } from "./errors.ts";
import type { MediaJob } from "./media-job.ts";

export { type DemoClipName, demoClips };

export interface DemoClipOptions {
  readonly tools: EncodingTools;
  readonly name: DemoClipName;
  readonly seconds: number;
  /** An MP4 to be imported like any other: 1280x720, 24 fps, AAC stereo. */
  readonly outFile: string;
  readonly onSeconds?: (seconds: number) => void;
  readonly signal: AbortSignal;
}

/** Paints one of the demo films. Its title is in it where the encoder finds a font to write it with. */
export async function generateDemoClip({ tools, name, seconds, outFile, onSeconds, signal }: DemoClipOptions): Promise<void> {
  const options = { signal, ...(onSeconds ? { onSeconds } : {}) };
  try {
    await tools.run(clipJob(demoClipGraph(name, { seconds, withTitle: true }), outFile), options);
  } catch (error) {
    // A graph whose title cannot be drawn fails at once, before the first picture.
    if (!(error instanceof EncoderFailed) || !/drawtext|font/i.test(error.detail)) throw error;
    await tools.run(clipJob(demoClipGraph(name, { seconds, withTitle: false }), outFile), options);
  }
}

/** Encoded fast rather than small, since it will be encoded again. */
function clipJob(graph: string, outFile: string): MediaJob {
  const videoOptions = {
    preset: "ultrafast",
    crf: "18",
    colorspace: "bt709",
    color_primaries: "bt709",
    color_trc: "bt709",
    color_range: "tv",
  };
  return {
    graph,
    outputs: [
      {
        tracks: [
          { pad: "v", kind: "video", codec: "libx264", codecOptions: videoOptions },
          { pad: "sound", kind: "audio", codec: "aac", codecOptions: { b: "160k" }, language: "und" },
        ],
        file: outFile,
        muxer: "mp4",
        muxerOptions: { video_track_timescale: "24000" },
      },
    ],
  };
}
