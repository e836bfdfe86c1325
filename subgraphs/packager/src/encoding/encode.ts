import { encodeJob } from "./encode-job.ts";
import type { EncodingTools } from "./encoding-tools.ts";
import { EncoderFailed, InvalidMedia } from "./errors.ts";
import type { Ladder } from "./plan-ladder.ts";
import type { Source } from "./source.ts";

export interface EncodeOptions {
  readonly tools: EncodingTools;
  readonly source: Source;
  readonly ladder: Ladder;
  /** An existing folder; on failure its contents are the caller's to remove. */
  readonly outDir: string;
  readonly onProgress: (percent: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Encodes a source into a ladder, in a child process of low priority that the signal ends. Throws `InvalidMedia` for a
 * source that turns out to be corrupt, `DiskFull`, or `EncoderFailed`.
 */
export async function encode({ tools, source, ladder, outDir, onProgress, signal }: EncodeOptions): Promise<void> {
  const onSeconds = (seconds: number) => onProgress(Math.min(100, (100 * seconds) / source.durationSeconds));
  try {
    await tools.run(encodeJob(source, ladder, outDir), { signal, onSeconds });
  } catch (error) {
    if (error instanceof EncoderFailed && blamesSource(error.detail)) throw corrupt(error);
    throw error;
  }
  onProgress(100);
}

/** What FFmpeg's decoders say of what they cannot read, as against its encoders and muxers. */
const blamesSource = (detail: string): boolean =>
  /Invalid data found|Error while decoding|decode error rate|corrupt|partial file|could not find codec parameters|Decoder .* not found|Could not open codec/i.test(
    detail,
  );

const corrupt = (cause: EncoderFailed): InvalidMedia =>
  new InvalidMedia("Expected a video that can be decoded to its end, but too much of this file is damaged.", { cause });
