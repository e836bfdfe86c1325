import { join } from "node:path";
import { ratioOf } from "../packaging/fraction.ts";
import { jobArguments } from "./ffmpeg/command-line.ts";
import type { JobOutput, MediaJob } from "./media-job.ts";
import type { AudioTrack, Ladder, VideoRung } from "./plan-ladder.ts";
import type { Source, SourceVideo } from "./source.ts";

/** The arguments with which the `ffmpeg` program encodes a source: one decode, one file for each track. */
export function ffmpegArguments(source: Source, ladder: Ladder, outDir: string): string[] {
  return jobArguments(encodeJob(source, ladder, outDir));
}

/**
 * Encodes a source into every track of a ladder with one decode: `v0.mp4`, `v1.mp4`, `a0.mp4` and so on in `outDir`.
 * A rotated picture comes upright into the graph.
 */
export function encodeJob(source: Source, ladder: Ladder, outDir: string): MediaJob {
  return {
    input: { file: source.file },
    graph: [videoGraph(source.video, ladder), ...ladder.audio.map(audioGraph)].join(";"),
    outputs: [...ladder.video.map((rung) => videoOutput(rung, ladder, outDir)), ...ladder.audio.map((track) => audioOutput(track, outDir))],
  };
}

function videoGraph(video: SourceVideo, { frameRate, video: rungs }: Ladder): string {
  const prepared = [
    ...(video.isInterlaced ? ["bwdif=mode=send_frame:deint=interlaced"] : []),
    // Before anything costly; the first frame is held back to the file's start, so that picture and sound begin together.
    `fps=fps=${frameRate.numerator}/${frameRate.denominator}:start_time=0`,
    `split=${rungs.length}${rungs.map((rung) => `[${rung.name}in]`).join("")}`,
  ];
  const scaled = rungs.map((rung) => `[${rung.name}in]${scaling(rung, video)}[${rung.name}]`);
  return [`[0:${video.streamIndex}]${prepared.join(",")}`, ...scaled].join(";");
}

/** Whatever colours come in, BT.709 of limited range and 8 bits goes out: what every browser and television shows alike. */
function scaling({ width, height }: VideoRung, { colourMatrix }: SourceVideo): string {
  return `scale=${width}:${height}:flags=bicubic:in_color_matrix=${colourMatrix}:out_color_matrix=bt709:out_range=tv,setsar=1,format=yuv420p`;
}

const sampleRate = 48_000;

/**
 * Gaps are filled with silence from the file's start on, so that sound never drifts from the picture. An AAC frame holds
 * 1024 samples, and FFmpeg 5 does not cut what comes out of a graph to that.
 */
function audioGraph({ streamIndex, name }: AudioTrack): string {
  return `[0:${streamIndex}]aresample=${sampleRate}:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo,asetnsamples=n=1024:p=0[${name}]`;
}

function videoOutput(rung: VideoRung, { framesPerGroup, frameRate, timescale }: Ladder, outDir: string): JobOutput {
  const codecOptions = {
    preset: "veryfast",
    profile: "high",
    crf: "22",
    maxrate: `${rung.peakKbps}k`,
    bufsize: `${rung.peakKbps * 2}k`,
    // Key frames are counted in frames, never forced by time, so that they fall on the same frames of every rung.
    g: String(framesPerGroup),
    keyint_min: String(framesPerGroup),
    sc_threshold: "0",
    flags: "+cgop",
    // Group by group, a rung has at most this many frames waiting for their reference.
    bf: ratioOf(frameRate) < 5 ? "0" : "2",
    colorspace: "bt709",
    color_primaries: "bt709",
    color_trc: "bt709",
    color_range: "tv",
  };
  return {
    tracks: [{ pad: rung.name, kind: "video", codec: "libx264", codecOptions }],
    file: join(outDir, `${rung.name}.mp4`),
    muxer: "mp4",
    // The movie's own timescale too, so that edit lists are exact.
    muxerOptions: { video_track_timescale: String(timescale), movie_timescale: String(timescale) },
  };
}

function audioOutput(track: AudioTrack, outDir: string): JobOutput {
  return {
    tracks: [{ pad: track.name, kind: "audio", codec: "aac", codecOptions: { b: `${track.kbps}k` }, language: track.language }],
    file: join(outDir, `${track.name}.mp4`),
    muxer: "mp4",
    muxerOptions: { movie_timescale: String(sampleRate) },
  };
}
