import type { EncodingTools } from "./encoding-tools.ts";
import { EncoderFailed } from "./errors.ts";
import { ffmpegCommands } from "./ffmpeg/command-line.ts";
import { nodeAvCommands } from "./node-av/commands.ts";
import { ProgramTools } from "./program-tools.ts";
import { findProgram, runProcess } from "./run-process.ts";

/** The `ffmpeg` and `ffprobe` of the `PATH` where they can do what is needed, else FFmpeg's libraries from the npm package `node-av`. */
export async function findTools(): Promise<EncodingTools> {
  const tools = (await findFfmpeg()) ?? (await findNodeAv());
  if (tools) return tools;
  throw new EncoderFailed(
    "Neither ffmpeg 5.1 or later with libx264 is on the PATH, nor is the npm package node-av installed for this platform.",
    "",
  );
}

/** Undefined where they are missing, older than 5.1 (which brought `-fps_mode`), or built without H.264. */
export async function findFfmpeg(): Promise<EncodingTools | undefined> {
  const [ffmpeg, ffprobe] = await Promise.all([findProgram("ffmpeg"), findProgram("ffprobe")]);
  if (!ffmpeg || !ffprobe) return undefined;
  const [banner, encoders] = await Promise.all([linesOf(ffmpeg, ["-version"]), linesOf(ffmpeg, ["-hide_banner", "-encoders"])]);
  const version = /^ffmpeg version (\S+)/.exec(banner[0] ?? "")?.[1];
  const hasH264 = encoders.some((line) => / libx264 /.test(line));
  return version && isNewEnough(version) && hasH264 ? new ProgramTools(`ffmpeg ${version}`, ffmpegCommands(ffmpeg, ffprobe)) : undefined;
}

/** A build from git calls itself `N-` and a number, and is taken for new. */
function isNewEnough(version: string): boolean {
  const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version) ?? [];
  return major === undefined || Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 1);
}

/** Started in a child even to be asked for its version: the libraries do not come into this process. */
export async function findNodeAv(): Promise<EncodingTools | undefined> {
  const [program, ...args] = nodeAvCommands.version;
  const [version] = await linesOf(program, args);
  return version ? new ProgramTools(`node-av with FFmpeg ${version}`, nodeAvCommands) : undefined;
}

/** None where the program cannot be started or fails. */
async function linesOf(program: string, args: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  const options = { signal: AbortSignal.timeout(20_000), silenceMs: 20_000, onLine: (line: string) => lines.push(line) };
  const code = await runProcess(program, args, options).then(
    (finished) => finished.code,
    () => undefined,
  );
  return code === 0 ? lines : [];
}
