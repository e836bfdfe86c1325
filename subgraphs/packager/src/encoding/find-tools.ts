import type { EncodingTools } from "./encoding-tools.ts";
import { EncoderFailed } from "./errors.ts";
import { ffmpegCommands } from "./ffmpeg/command-line.ts";
import { nodeAvCommands } from "./node-av/commands.ts";
import { ProgramTools } from "./program-tools.ts";
import { findProgram, runProcess } from "./run-process.ts";

/** The `ffmpeg` and `ffprobe` of the `PATH` where they are version 5 or later, else FFmpeg's libraries from the npm package `node-av`. */
export async function findTools(): Promise<EncodingTools> {
  const tools = (await findFfmpeg()) ?? (await findNodeAv());
  if (tools) return tools;
  throw new EncoderFailed("Neither ffmpeg 5 or later is on the PATH, nor is the npm package node-av installed for this platform.", "");
}

export async function findFfmpeg(): Promise<EncodingTools | undefined> {
  const [ffmpeg, ffprobe] = await Promise.all([findProgram("ffmpeg"), findProgram("ffprobe")]);
  if (!ffmpeg || !ffprobe) return undefined;
  const version = /^ffmpeg version (\S+)/.exec(await firstLine(ffmpeg, ["-version"]))?.[1] ?? "unknown";
  // A build from git calls itself N-… and is new enough.
  const major = Number(/^n?(\d+)\./.exec(version)?.[1] ?? 5);
  return major >= 5 ? new ProgramTools(`ffmpeg ${version}`, ffmpegCommands(ffmpeg, ffprobe)) : undefined;
}

/** Started in a child even to be asked for its version: the libraries do not come into this process. */
export async function findNodeAv(): Promise<EncodingTools | undefined> {
  const [program, ...args] = nodeAvCommands.version;
  const version = await firstLine(program, args);
  return version === "" ? undefined : new ProgramTools(`node-av with FFmpeg ${version}`, nodeAvCommands);
}

/** Empty where the program fails. */
async function firstLine(program: string, args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const { code } = await runProcess(program, args, {
    signal: AbortSignal.timeout(20_000),
    silenceMs: 20_000,
    onLine: (line) => lines.push(line),
  });
  return code === 0 ? (lines[0] ?? "") : "";
}
