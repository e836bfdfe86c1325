import { containers, protocols } from "../containers.ts";
import type { Decoded, Description, EncodingTools, RunOptions, ScannedPacket } from "../encoding-tools.ts";
import { DiskFull, EncoderFailed, InvalidMedia } from "../errors.ts";
import type { MediaJob } from "../media-job.ts";
import { type FinishedProcess, runProcess } from "../run-process.ts";
import { commandLine, readingArguments } from "./command-line.ts";
import { parseDescription, parsePacket, shownEntries } from "./probe-output.ts";

/** The engine that drives the programs `ffmpeg` and `ffprobe`, version 5 or later. */
export class FfmpegTools implements EncodingTools {
  constructor(
    readonly name: string,
    private readonly ffmpeg: string,
    private readonly ffprobe: string,
  ) {}

  async describe(file: string, signal: AbortSignal): Promise<Description> {
    const lines: string[] = [];
    const args = [...probing, "-show_entries", shownEntries, "-of", "json", `file:${file}`];
    const { code, complaints } = await runProcess(this.ffprobe, args, { signal, silenceMs: 60_000, onLine: (line) => lines.push(line) });
    if (code !== 0) throw unreadable(complaints);
    return parseDescription(lines.join("\n"));
  }

  async scan(file: string, onPacket: (packet: ScannedPacket) => void, signal: AbortSignal): Promise<{ readonly isTruncated: boolean }> {
    const entries = "packet=stream_index,pts_time,dts_time,duration_time";
    const onLine = (line: string) => {
      const packet = parsePacket(line);
      if (packet) onPacket(packet);
    };
    const { code, complaints } = await runProcess(
      this.ffprobe,
      [...probing, "-show_entries", entries, "-of", "compact=p=0", `file:${file}`],
      { signal, silenceMs: 60_000, onLine },
    );
    return { isTruncated: code !== 0 || /partial file|truncat/i.test(complaints) };
  }

  async run(job: MediaJob, options: RunOptions): Promise<void> {
    const onLine = (line: string) => {
      const seconds = progressOf(line);
      if (seconds !== undefined) options.onSeconds?.(seconds);
    };
    const finished = await runProcess(this.ffmpeg, commandLine(job), { signal: options.signal, silenceMs: 300_000, onLine });
    if (isDiskFull(finished)) throw new DiskFull();
    if (finished.code !== 0) throw new EncoderFailed("The encoder could not finish.", finished.complaints);
  }

  async decode(file: string, signal: AbortSignal): Promise<Decoded> {
    let frames = 0;
    let seconds = 0;
    const onLine = (line: string) => {
      frames = Number(/^frame=\s*(\d+)/.exec(line)?.[1] ?? frames);
      seconds = progressOf(line) ?? seconds;
    };
    // Every error is one that a player would meet, so the first ends it.
    const args = ["-nostdin", "-hide_banner", "-nostats", "-v", "error", "-xerror", "-err_detect", "explode", "-progress", "pipe:1"];
    args.push(...readingArguments(file), "-map", "0", "-fps_mode", "passthrough", "-f", "null", "-");
    const { code, complaints } = await runProcess(this.ffmpeg, args, { signal, silenceMs: 300_000, onLine });
    if (code !== 0 || complaints !== "") throw new EncoderFailed("The file does not decode without errors.", complaints);
    return { frames, seconds };
  }
}

const probing = ["-v", "error", "-protocol_whitelist", protocols, "-format_whitelist", containers];

function unreadable(complaints: string): InvalidMedia {
  if (/moov atom not found/.test(complaints)) {
    return new InvalidMedia("Expected a complete MP4 or MOV file, but its index is missing: it was probably cut off while it was copied.");
  }
  return new InvalidMedia("Expected a video file such as MP4, MOV, MKV, WebM or AVI, but this is none that can be read.");
}

/** `out_time_us`, which is `N/A` before the first frame. */
function progressOf(line: string): number | undefined {
  const microseconds = /^out_time_us=(\d+)/.exec(line)?.[1];
  return microseconds === undefined ? undefined : Number(microseconds) / 1e6;
}

/** Some versions end with 0 after a failed write, so what they say decides. */
const isDiskFull = ({ complaints }: FinishedProcess): boolean => /No space left on device|Disk quota exceeded/i.test(complaints);
