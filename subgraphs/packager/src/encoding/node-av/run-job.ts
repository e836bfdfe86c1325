import { AV_NOPTS_VALUE } from "node-av/constants";
import { type CodecContext, type FilterContext, FilterGraph, type FormatContext, type Frame, type Stream } from "node-av/lib";
import type { MediaJob } from "../media-job.ts";
import { type Rotation, upright } from "../source.ts";
import { rotationOf } from "./describe-file.ts";
import { OutputFile, type OutputTrack } from "./job-output.ts";
import { check, decodePacket, newFrame, openDecoder, openInput, readPackets, secondsOf, seekTo } from "./media-input.ts";

/** Does a job from its first packet to its last, printing how far it is as `-progress` does. */
export function runJob(job: MediaJob, print: (line: string) => void): void {
  const input = job.input ? openInput(job.input.file) : undefined;
  const sources = input ? openSources(input, job.graph) : [];
  const graph = buildGraph(job, sources);
  const outputs = job.outputs.map((output) => new OutputFile(output, (pad) => filterNamed(graph, `sink@${pad}`)));
  const tracks = outputs.flatMap((output) => output.tracks);
  const frame = newFrame();
  const progress = progressPrinter(tracks, print);
  /** Whatever can be encoded by now; the track that is furthest behind comes first, so that few packets wait to be interleaved. */
  const drain = () => {
    const byTime = () => tracks.filter((track) => !track.isFinished).sort((a, b) => a.seconds - b.seconds);
    while (byTime().some((track) => track.take(frame) === "took one")) progress();
  };
  if (input)
    feed(input, sources, job.input?.startSeconds ?? 0, () => {
      drain();
      return tracks.every((track) => track.isFinished) ? "stop" : "go on";
    });
  drain();
  for (const output of outputs) output.finish();
}

/** Prints a line for each half second that all tracks have reached. */
function progressPrinter(tracks: readonly OutputTrack[], print: (line: string) => void): () => void {
  let printed = 0;
  return () => {
    const seconds = Math.min(...tracks.map((track) => track.seconds));
    if (seconds < printed + 0.5) return;
    printed = seconds;
    print(`out_time_us=${Math.round(seconds * 1e6)}`);
  };
}

/** A stream of the input, its decoder and its entrance to the graph. */
interface Source {
  readonly stream: Stream;
  readonly decoder: CodecContext;
  /** The label by which the graph calls it. */
  readonly pad: string;
  readonly entrance: { filter?: FilterContext };
}

function openSources(input: FormatContext, graph: string): Source[] {
  const indices = new Set([...graph.matchAll(/\[0:(\d+)\]/g)].map(([, index]) => Number(index)));
  return [...indices].map((index) => {
    const stream = input.streams[index];
    if (!stream) throw new Error(`The input has no stream ${index}.`);
    return { stream, decoder: openDecoder(stream), pad: `0:${index}`, entrance: {} };
  });
}

/** The job's graph with an entrance for each source and an exit for each track. */
function buildGraph(job: MediaJob, sources: readonly Source[]): FilterGraph {
  const entrances = sources.map((source, index) => `${entranceFilter(source, index)}[${source.pad}]`);
  const exits = job.outputs.flatMap(({ tracks }) =>
    tracks.map(({ pad, kind }) => `[${pad}]${kind === "video" ? "buffersink" : "abuffersink"}@${pad}`),
  );
  const graph = new FilterGraph();
  graph.alloc();
  check(graph.parse2([...entrances, job.graph, ...exits].join(";")), "reading the filter graph");
  check(graph.configSync(), "setting up the filter graph");
  sources.forEach((source, index) => {
    source.entrance.filter = filterNamed(graph, `source@${index}`);
  });
  return graph;
}

const turning: Readonly<Record<Rotation, readonly string[]>> = {
  0: [],
  90: ["transpose=clock"],
  180: ["hflip", "vflip"],
  270: ["transpose=cclock"],
};

function entranceFilter({ stream, decoder }: Source, index: number): string {
  const { codecpar, timeBase } = stream;
  const base = `time_base=${timeBase.num}/${timeBase.den}`;
  if (codecpar.width > 0) {
    const shape = codecpar.sampleAspectRatio;
    const colours = `colorspace=${codecpar.colorSpace}:range=${codecpar.colorRange}`;
    const size = `video_size=${codecpar.width}x${codecpar.height}:pix_fmt=${decoder.pixelFormat}`;
    const entrance = `buffer@${index}=${size}:${base}:pixel_aspect=${Math.max(0, shape.num)}/${Math.max(1, shape.den)}:${colours}`;
    return [entrance, ...turning[upright(rotationOf(codecpar))]].join(",");
  }
  const { mask, nbChannels } = codecpar.channelLayout;
  const layout = mask > 0n ? `channel_layout=0x${mask.toString(16)}` : `channels=${nbChannels}`;
  return `abuffer@${index}=${base}:sample_rate=${codecpar.sampleRate}:sample_fmt=${decoder.sampleFormat}:${layout}`;
}

function filterNamed(graph: FilterGraph, role: string): FilterContext {
  const [side, id] = role.split("@");
  const names = side === "sink" ? [`buffersink@${id}`, `abuffersink@${id}`] : [`buffer@${id}`, `abuffer@${id}`];
  const filter = names.map((name) => graph.getFilter(name)).find((found) => found !== null);
  if (!filter) throw new Error(`The filter graph has no ${role}.`);
  return filter;
}

/** Decodes the input into the graph. A share of broken packets is skipped, as ffmpeg does with `-max_error_rate`. */
function feed(input: FormatContext, sources: readonly Source[], startSeconds: number, afterEach: () => "go on" | "stop"): void {
  if (startSeconds > 0) seekTo(input, startSeconds + (secondsOf(input.startTime, microseconds) ?? 0));
  const bySource = new Map(sources.map((source) => [source.stream.index, source]));
  const frame = newFrame();
  let packets = 0;
  let errors = 0;
  let isStopped = false;
  readPackets(input, new Set(bySource.keys()), (packet) => {
    const source = bySource.get(packet.streamIndex);
    if (!source) return "go on";
    packets += 1;
    errors += decodePacket(source.decoder, packet, frame, () => enter(source, frame, input, startSeconds)) < 0 ? 1 : 0;
    isStopped = afterEach() === "stop";
    return isStopped ? "stop" : "go on";
  });
  if (errors > 0.1 * packets) throw new Error(`Invalid data found: ${errors} of ${packets} packets cannot be decoded`);
  for (const source of isStopped ? [] : sources) {
    decodePacket(source.decoder, null, frame, () => enter(source, frame, input, startSeconds));
    check(source.entrance.filter?.buffersrcAddFrameSync(null) ?? 0, "filtering");
    afterEach();
  }
}

const microseconds = { num: 1, den: 1_000_000 };

/** Times count from the first moment of the file, or from where the job begins in it. */
function enter({ stream, entrance }: Source, frame: Frame, input: FormatContext, startSeconds: number): void {
  const origin = (secondsOf(input.startTime, microseconds) ?? 0) + startSeconds;
  const pts = frame.bestEffortTimestamp;
  if (pts !== AV_NOPTS_VALUE) {
    frame.pts = pts - BigInt(Math.round((origin * stream.timeBase.den) / stream.timeBase.num));
    if (startSeconds > 0 && frame.pts < 0n) return;
  }
  check(entrance.filter?.buffersrcAddFrameSync(frame) ?? 0, "filtering");
}
