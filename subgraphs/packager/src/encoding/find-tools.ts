import type { EncodingTools } from "./encoding-tools.ts";
import { EncoderFailed } from "./errors.ts";
import { FfmpegTools } from "./ffmpeg/ffmpeg-tools.ts";
import { findProgram, runProcess } from "./run-process.ts";

/** The `ffmpeg` and `ffprobe` of the `PATH` where they are version 5 or later, else FFmpeg's libraries from the npm package `node-av`. */
export async function findTools(): Promise<EncodingTools> {
  const tools = await findFfmpeg();
  if (tools) return tools;
  throw new EncoderFailed("Neither ffmpeg 5 or later is on the PATH, nor is the npm package node-av installed.", "");
}

async function findFfmpeg(): Promise<EncodingTools | undefined> {
  const [ffmpeg, ffprobe] = await Promise.all([findProgram("ffmpeg"), findProgram("ffprobe")]);
  if (!ffmpeg || !ffprobe) return undefined;
  const lines: string[] = [];
  await runProcess(ffmpeg, ["-version"], { signal: AbortSignal.timeout(10_000), silenceMs: 10_000, onLine: (line) => lines.push(line) });
  const version = /^ffmpeg version (\S+)/.exec(lines[0] ?? "")?.[1] ?? "unknown";
  // A build from git calls itself N-… and is new enough.
  const major = Number(/^n?(\d+)\./.exec(version)?.[1] ?? 5);
  return major >= 5 ? new FfmpegTools(`ffmpeg ${version}`, ffmpeg, ffprobe) : undefined;
}
