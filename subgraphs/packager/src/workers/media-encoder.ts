import type { Logger } from "pino";
import { diskFullMessage, type Encoder, ImportFailed } from "../domain/encoder.ts";
import type { Rendition } from "../domain/import-job.ts";
import {
  DiskFull,
  EncoderFailed,
  type EncodingTools,
  findTools,
  generateDemoClip,
  InvalidMedia,
  prepareEncode,
  VerificationFailed,
} from "../encoding/index.ts";
import type { EncodeIndex, IndexedTrack } from "../packaging/index.ts";

/** The encoder that this machine has: looked for when it is first needed, and again while there is none. */
export function mediaEncoder(logger: Logger): Encoder {
  let found: EncodingTools | undefined;
  const tools = async () => {
    found ??= await findTools();
    return found;
  };
  const attempt = <Value>(work: () => Promise<Value>) => work().catch((error: unknown) => Promise.reject(forOperators(error, logger)));
  return {
    encode: ({ file, folder, onPhase, signal }) =>
      attempt(async () => finished(await prepareEncode({ tools: await tools(), file, outDir: folder, onPhase, signal }))),
    makeDemoClip: ({ clip, seconds, file, onPercent, signal }) =>
      attempt(async () => {
        const onSeconds = (done: number) => onPercent((100 * done) / seconds);
        await generateDemoClip({ tools: await tools(), name: clip, seconds, outFile: file, onSeconds, signal });
      }),
    check: () => attempt(async () => void (await tools())),
  };
}

function finished({ durationSeconds, tracks }: EncodeIndex) {
  return { durationSeconds, renditions: tracks.map(renditionOf) };
}

function renditionOf(track: IndexedTrack): Rendition {
  const { codec, bitrateKbps } = track;
  if (track.kind === "VIDEO") {
    const { width, height, framesPerSecond } = track;
    return { kind: "VIDEO", codec, bitrateKbps, width, height, framesPerSecond };
  }
  return { kind: "AUDIO", codec, bitrateKbps, ...(track.language !== "und" && { language: track.language }) };
}

/** What an operator can understand becomes a failed import; all else stays what it is. */
function forOperators(error: unknown, logger: Logger): unknown {
  if (error instanceof InvalidMedia) return new ImportFailed(error.message);
  if (error instanceof DiskFull) return new ImportFailed(diskFullMessage);
  if (error instanceof VerificationFailed) return new ImportFailed(`What was encoded did not pass its check: ${error.message}`);
  if (error instanceof EncoderFailed) {
    logger.warn({ detail: error.detail }, "the encoder failed");
    return new ImportFailed(error.message);
  }
  return error;
}
