import type { Decoded, Description, EncodingTools, RunOptions, ScannedPacket } from "./encoding-tools.ts";
import { DiskFull, EncoderFailed, InvalidMedia } from "./errors.ts";
import type { MediaJob } from "./media-job.ts";
import { parseDescription, parsePacket } from "./probe-output.ts";
import { type FinishedProcess, runProcess } from "./run-process.ts";

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** The command lines of an engine. Their output is ffprobe's and ffmpeg's own: JSON, compact lines, `-progress` lines. */
export interface Commands {
  describe(file: string): Command;
  scan(file: string): Command;
  run(job: MediaJob): Command;
  decode(file: string): Command;
}

/** An engine that is a set of command lines. */
export class ProgramTools implements EncodingTools {
  constructor(
    readonly name: string,
    private readonly commands: Commands,
  ) {}

  async describe(file: string, signal: AbortSignal): Promise<Description> {
    const lines: string[] = [];
    const { code } = await start(this.commands.describe(file), signal, (line) => lines.push(line));
    if (code !== 0) throw new InvalidMedia("Expected a video file such as MP4, MOV, MKV, WebM or AVI, but this is none that can be read.");
    return parseDescription(lines.join("\n"));
  }

  async scan(file: string, onPacket: (packet: ScannedPacket) => void, signal: AbortSignal): Promise<{ readonly isTruncated: boolean }> {
    const onLine = (line: string) => {
      const packet = parsePacket(line);
      if (packet) onPacket(packet);
    };
    const { code, complaints } = await start(this.commands.scan(file), signal, onLine);
    return { isTruncated: code !== 0 || /partial file|truncat/i.test(complaints) };
  }

  async run(job: MediaJob, { signal, onSeconds }: RunOptions): Promise<void> {
    const onLine = (line: string) => {
      const seconds = progressOf(line);
      if (seconds !== undefined) onSeconds?.(seconds);
    };
    const finished = await start(this.commands.run(job), signal, onLine);
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
    const { code, complaints } = await start(this.commands.decode(file), signal, onLine);
    if (code !== 0 || complaints !== "") throw new EncoderFailed("The file does not decode without errors.", complaints);
    return { frames, seconds };
  }
}

/** Long enough for the slowest step between two lines of output on a busy machine. */
const silenceMs = 300_000;

function start([program, ...args]: Command, signal: AbortSignal, onLine: (line: string) => void): Promise<FinishedProcess> {
  return runProcess(program, args, { signal, silenceMs, onLine });
}

/** `out_time_us`, which is `N/A` before the first frame. */
function progressOf(line: string): number | undefined {
  const microseconds = /^out_time_us=(\d+)/.exec(line)?.[1];
  return microseconds === undefined ? undefined : Number(microseconds) / 1e6;
}

/** Some versions end with 0 after a failed write, so what they say decides. */
const isDiskFull = ({ complaints }: FinishedProcess): boolean => /No space left on device|Disk quota exceeded/i.test(complaints);
