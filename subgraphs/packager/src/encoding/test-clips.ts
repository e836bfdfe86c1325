import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findProgram } from "./run-process.ts";

/** What the tests of encoding and packaging stand on: clips made by ffmpeg in a folder that is thrown away, and real videos. */
const run = promisify(execFile);

export const hasFfmpeg = (await findProgram("ffmpeg")) !== undefined && (await findProgram("ffprobe")) !== undefined;

// biome-ignore lint/style/noProcessEnv: where the real videos lie is said to tests alone.
const mediaFolder = process.env.MARQUEE_TEST_MEDIA ?? fileURLToPath(new URL("../../../../../shared/media", import.meta.url));

/** The path of a real video; undefined where it is not there. */
export function realVideo(name: string): string | undefined {
  const path = join(mediaFolder, name);
  return existsSync(path) ? path : undefined;
}

export interface Scratch extends AsyncDisposable {
  readonly dir: string;
  path(name: string): string;
}

export async function scratchFolder(): Promise<Scratch> {
  const dir = await mkdtemp(join(tmpdir(), "marquee-encoding-"));
  return { dir, path: (name) => join(dir, name), [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

export const testPicture = (size: string, rate: string, seconds: number): string[] => [
  ...["-f", "lavfi", "-i", `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
];

export const testTone = (seconds: number, layout = "stereo"): string[] => [
  ...["-f", "lavfi", "-i", `aevalsrc=0.2*sin(440*2*PI*t):s=48000:d=${seconds},aformat=channel_layouts=${layout}`],
];

/** Runs the ffmpeg program quietly; what comes out is its standard output. */
export async function ffmpeg(...args: string[]): Promise<string> {
  const { stdout } = await run("ffmpeg", ["-v", "error", "-nostdin", "-y", ...args], { maxBuffer: 64 * 2 ** 20 });
  return stdout;
}

export async function ffprobe(...args: string[]): Promise<string> {
  const { stdout } = await run("ffprobe", ["-v", "error", ...args], { maxBuffer: 64 * 2 ** 20 });
  return stdout.trim();
}
