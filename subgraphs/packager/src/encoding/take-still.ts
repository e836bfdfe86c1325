import type { EncodingTools } from "./encoding-tools.ts";

export interface StillOptions {
  readonly tools: EncodingTools;
  /** An upright video with square pixels, such as the encoder's own output. */
  readonly file: string;
  readonly atSeconds: number;
  readonly outFile: string;
  readonly signal: AbortSignal;
}

/** Writes a JPEG of the most typical picture within a second from a moment on, at most 1280 pixels wide. */
export async function takeStill({ tools, file, atSeconds, outFile, signal }: StillOptions): Promise<void> {
  // JPEG stores full-range colours; the comma inside an expression is escaped from the graph's own.
  const graph = "[0:0]thumbnail=24,scale=w=min(1280\\,iw):h=-2:out_range=pc,format=yuvj420p[still]";
  await tools.run(
    {
      input: { file, startSeconds: Math.max(0, atSeconds) },
      graph,
      outputs: [
        {
          tracks: [{ pad: "still", kind: "video", codec: "mjpeg", codecOptions: { qmin: "3", qmax: "3" }, frames: 1 }],
          file: outFile,
          muxer: "image2",
          muxerOptions: { update: "1" },
        },
      ],
    },
    { signal },
  );
}
