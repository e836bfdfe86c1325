import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Rendition } from "./renditions.ts";

const run = promisify(execFile);

export interface Decoded {
  /** Pictures that came out of the decoder; 0 for sound. */
  readonly pictures: number;
  readonly seconds: number;
  /** Pictures in a second, as ffprobe says it. */
  readonly rate: string;
  readonly width: number;
  readonly height: number;
}

/** Fetches a whole rendition as a player does, and decodes it by ffmpeg. Throws at the first complaint of the decoder. */
export async function decodeRendition({ kind, urls }: Rendition, folder: string): Promise<Decoded> {
  const file = join(folder, `${crypto.randomUUID()}.mp4`);
  const parts: Buffer[] = [];
  for (const url of urls) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    parts.push(Buffer.from(await response.arrayBuffer()));
  }
  await writeFile(file, Buffer.concat(parts));
  return kind === "VIDEO" ? decodePicture(file) : decodeSound(file);
}

async function decodePicture(file: string): Promise<Decoded> {
  const entries = "stream=width,height,r_frame_rate,nb_read_frames";
  const output = await quietly("ffprobe", ["-count_frames", "-select_streams", "v", "-show_entries", entries, "-of", "json", file]);
  const [stream] = (JSON.parse(output) as { streams: Record<string, string>[] }).streams;
  const rate = stream?.r_frame_rate ?? "";
  const [numerator = Number.NaN, denominator = Number.NaN] = rate.split("/").map(Number);
  const pictures = Number(stream?.nb_read_frames);
  return { pictures, seconds: (pictures * denominator) / numerator, rate, width: Number(stream?.width), height: Number(stream?.height) };
}

/** Counts samples at a rate that is a whole fraction of a second, without the priming before time 0, which players do not let one hear. */
async function decodeSound(file: string): Promise<Decoded> {
  const sampleRate = 48_000;
  const output = ["-ac", "1", "-ar", String(sampleRate), "-af", "atrim=start=0", "-f", "s16le", "-"];
  const { stdout, stderr } = await run("ffmpeg", ["-v", "error", "-copyts", "-i", file, ...output], {
    encoding: "buffer",
    maxBuffer: 2 ** 28,
  });
  if (stderr.length > 0) throw new Error(`ffmpeg complains: ${stderr}`);
  return { pictures: 0, seconds: stdout.length / 2 / sampleRate, rate: "", width: 0, height: 0 };
}

async function quietly(program: string, options: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(program, ["-v", "error", ...options]);
  if (stderr) throw new Error(`${program} complains: ${stderr}`);
  return stdout;
}
