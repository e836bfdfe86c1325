import { containers, protocols } from "../containers.ts";
import type { JobOutput, JobTrack, MediaJob, Options } from "../media-job.ts";
import { shownEntries } from "../probe-output.ts";
import type { Commands } from "../program-tools.ts";

/** The command lines of the programs `ffmpeg` and `ffprobe`, version 5 or later. */
export function ffmpegCommands(ffmpeg: string, ffprobe: string): Commands {
  return {
    describe: (file) => [ffprobe, ...probing, "-show_entries", shownEntries, "-of", "json", `file:${file}`],
    scan: (file) => [
      ffprobe,
      ...probing,
      "-show_entries",
      "packet=stream_index,pts_time,dts_time,duration_time",
      "-of",
      "compact=p=0",
      `file:${file}`,
    ],
    run: (job) => [ffmpeg, ...jobArguments(job)],
    decode: (file) => [ffmpeg, ...decodeArguments(file)],
  };
}

const probing = ["-v", "error", "-protocol_whitelist", protocols, "-format_whitelist", containers];
const quietly = ["-nostdin", "-hide_banner", "-nostats", "-v", "error", "-progress", "pipe:1"];

/** The arguments that have the `ffmpeg` program do a job. */
export function jobArguments(job: MediaJob): string[] {
  return [
    ...[...quietly, "-y"],
    // What is broken is skipped up to here, and beyond it the source counts as corrupt.
    ...["-max_error_rate", "0.1"],
    ...(job.input ? readingArguments(job.input.file, job.input.startSeconds) : []),
    ...["-filter_complex", job.graph],
    ...job.outputs.flatMap(outputArguments),
  ];
}

/** Every error is one that a player would meet, so the first ends it. */
function decodeArguments(file: string): string[] {
  const strictly = ["-xerror", "-err_detect", "explode"];
  return [...quietly, ...strictly, ...readingArguments(file), "-map", "0", "-fps_mode", "passthrough", "-f", "null", "-"];
}

/** Everything that reads a file goes through this: local and of a known container. */
function readingArguments(file: string, startSeconds = 0): string[] {
  return [
    ...["-protocol_whitelist", protocols, "-format_whitelist", containers],
    ...(startSeconds > 0 ? ["-ss", startSeconds.toFixed(6)] : []),
    ...["-i", `file:${file}`],
  ];
}

function outputArguments(output: JobOutput): string[] {
  return [
    ...output.tracks.flatMap(trackArguments),
    // A file is what the job says and nothing of the source's tags.
    ...["-map_metadata", "-1", "-map_chapters", "-1"],
    ...optionArguments(output.muxerOptions),
    ...["-f", output.muxer, `file:${output.file}`],
  ];
}

function trackArguments(track: JobTrack, index: number): string[] {
  const specifier = track.kind === "video" ? "v" : "a";
  return [
    ...["-map", `[${track.pad}]`, `-c:${index}`, track.codec],
    ...(track.kind === "video" ? [`-fps_mode:${index}`, "passthrough"] : []),
    ...(track.frames === undefined ? [] : [`-frames:${index}`, String(track.frames)]),
    ...(track.language === undefined ? [] : [`-metadata:s:${specifier}:0`, `language=${track.language}`]),
    ...optionArguments(track.codecOptions, `:${index}`),
  ];
}

const optionArguments = (options: Options, specifier = ""): string[] =>
  Object.entries(options).flatMap(([name, value]) => [`-${name}${specifier}`, value]);
