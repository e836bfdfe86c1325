import { containers, protocols } from "../containers.ts";
import type { JobOutput, JobTrack, MediaJob, Options } from "../media-job.ts";

/** The arguments that have the `ffmpeg` program do a job. */
export function commandLine(job: MediaJob): string[] {
  return [
    ...["-nostdin", "-hide_banner", "-nostats", "-v", "error", "-y", "-progress", "pipe:1"],
    // What is broken is skipped up to here, and beyond it the source counts as corrupt.
    ...["-max_error_rate", "0.1"],
    ...(job.input ? readingArguments(job.input.file, job.input.startSeconds) : []),
    ...["-filter_complex", job.graph],
    ...job.outputs.flatMap(outputArguments),
  ];
}

/** Everything that reads a file goes through this: local, of a known container, upright by our own doing. */
export function readingArguments(file: string, startSeconds = 0): string[] {
  return [
    ...["-protocol_whitelist", protocols, "-format_whitelist", containers],
    ...(startSeconds > 0 ? ["-ss", startSeconds.toFixed(6)] : []),
    ...["-noautorotate", "-i", `file:${file}`],
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
