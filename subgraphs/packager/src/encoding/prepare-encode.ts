import { join } from "node:path";
import { type EncodeIndex, stillFile } from "../packaging/encode-index.ts";
import { indexEncode } from "../packaging/index-encode.ts";
import { encode } from "./encode.ts";
import type { EncodingTools } from "./encoding-tools.ts";
import { DiskFull } from "./errors.ts";
import { planLadder } from "./plan-ladder.ts";
import { probeSource } from "./probe-source.ts";
import type { Source } from "./source.ts";
import { takeStill } from "./take-still.ts";
import { verify } from "./verify.ts";

export type PreparePhase = "PROBING" | "TRANSCODING" | "VERIFYING";

export interface PrepareOptions {
  readonly tools: EncodingTools;
  readonly file: string;
  /** An existing, empty folder. On failure its contents are the caller's to remove. */
  readonly outDir: string;
  /** Each phase is told when it begins, with 0, and as it goes on; per cent are the phase's own. */
  readonly onPhase: (phase: PreparePhase, percent: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Makes a source ready to be served: looks what it is, encodes it, takes a still from its middle, indexes the tracks and
 * reads all of it back. Throws `InvalidMedia`, `DiskFull`, `VerificationFailed`, `EncoderFailed`, or the signal's reason.
 */
export async function prepareEncode(options: PrepareOptions): Promise<EncodeIndex> {
  try {
    return await prepare(options);
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) throw new DiskFull();
    throw error;
  }
}

async function prepare({ tools, file, outDir, onPhase, signal }: PrepareOptions): Promise<EncodeIndex> {
  onPhase("PROBING", 0);
  const source = await probeSource(tools, file, signal);

  onPhase("TRANSCODING", 0);
  const onProgress = (percent: number) => onPhase("TRANSCODING", percent);
  await encode({ tools, source, ladder: planLadder(source), outDir, onProgress, signal });

  onPhase("VERIFYING", 0);
  await takeStill({ tools, file: join(outDir, "v0.mp4"), atSeconds: middleOf(source), outFile: join(outDir, stillFile), signal });
  const index = await indexEncode(outDir);
  await verify({ tools, source, outDir, index, onProgress: (percent) => onPhase("VERIFYING", percent), signal });
  return index;
}

/** Far enough from the end for a picture to be there. */
const middleOf = ({ video }: Source): number => Math.max(0, video.startSeconds + video.durationSeconds / 2 - 0.1);
