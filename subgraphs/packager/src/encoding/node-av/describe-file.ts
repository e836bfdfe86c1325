import {
  AV_DISPOSITION_ATTACHED_PIC,
  AV_NOPTS_VALUE,
  AV_PKT_DATA_DISPLAYMATRIX,
  AV_PKT_FLAG_CORRUPT,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from "node-av/constants";
import { avGetCodecName, Codec, CodecContext, type CodecParameters, type Stream } from "node-av/lib";
import { openInput, readPackets, secondsOf } from "./media-input.ts";

/** What ffprobe would say of a file, in ffprobe's own words. */
export function describeFile(file: string): object {
  const input = openInput(file);
  const microseconds = { num: 1, den: 1_000_000 };
  return {
    format: {
      format_name: input.iformat?.name ?? "",
      start_time: secondsOf(input.startTime, microseconds),
      duration: secondsOf(input.duration, microseconds),
    },
    streams: input.streams.map(describeStream),
  };
}

function describeStream(stream: Stream): object {
  const { codecpar, timeBase, sampleAspectRatio: shape } = stream;
  const isKnown = Codec.findDecoder(codecpar.codecId) !== null;
  return {
    index: stream.index,
    codec_type: codecpar.codecType === AVMEDIA_TYPE_VIDEO ? "video" : codecpar.codecType === AVMEDIA_TYPE_AUDIO ? "audio" : "data",
    codec_name: isKnown ? (avGetCodecName(codecpar.codecId) ?? undefined) : undefined,
    width: codecpar.width,
    height: codecpar.height,
    sample_aspect_ratio:
      shape.num > 0 ? `${shape.num}:${shape.den}` : `${codecpar.sampleAspectRatio.num}:${codecpar.sampleAspectRatio.den}`,
    r_frame_rate: `${stream.rFrameRate.num}/${stream.rFrameRate.den}`,
    avg_frame_rate: `${stream.avgFrameRate.num}/${stream.avgFrameRate.den}`,
    field_order: fieldOrders[fieldOrderOf(codecpar)],
    // 2 is "unspecified" in ISO/IEC 23091-4; every other value is named on each frame, too.
    color_space: codecpar.colorSpace === 2 ? "unspecified" : String(codecpar.colorSpace),
    channels: codecpar.channels,
    start_time: secondsOf(stream.startTime, timeBase),
    duration: secondsOf(stream.duration, timeBase),
    nb_frames: stream.nbFrames > 0n ? Number(stream.nbFrames) : undefined,
    tags: { language: tagOf(stream, "language"), DURATION: tagOf(stream, "DURATION") },
    disposition: { attached_pic: stream.hasDisposition(AV_DISPOSITION_ATTACHED_PIC) ? 1 : 0 },
    side_data_list: [{ rotation: rotationOf(codecpar) }],
  };
}

const tagOf = (stream: Stream, name: string): string | undefined => stream.metadata?.get(name) ?? undefined;

/** By FFmpeg's numbers of them. */
const fieldOrders = ["unknown", "progressive", "tt", "bb", "tb", "bt"];

/** The parameters have no such property here, but a decoder's options do. */
function fieldOrderOf(codecpar: CodecParameters): number {
  const codec = Codec.findDecoder(codecpar.codecId);
  if (!codec) return 0;
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(codecpar);
  const order = Number(context.getOption("field_order") ?? 0);
  context.freeContext();
  return Number.isInteger(order) ? order : 0;
}

/** The display matrix is nine 16.16 numbers; the angle lies in its first column (libavutil/display.c). */
export function rotationOf(codecpar: CodecParameters): number {
  const matrix = codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
  if (!matrix || matrix.length < 36) return 0;
  const at = (index: number) => new DataView(matrix.buffer, matrix.byteOffset).getInt32(4 * index, true);
  const scale = [Math.hypot(at(0), at(3)), Math.hypot(at(1), at(4))];
  if (!scale[0] || !scale[1]) return 0;
  return Math.round(-(Math.atan2(at(1) / scale[1], at(0) / scale[0]) * 180) / Math.PI);
}

/** Prints a line for each packet, and says on the standard error where one is cut off. */
export function scanFile(file: string, print: (line: string) => void): void {
  const input = openInput(file);
  const timeBases = input.streams.map((stream) => stream.timeBase);
  let isPartial = false;
  readPackets(input, new Set(timeBases.keys()), (packet) => {
    const timeBase = timeBases[packet.streamIndex];
    if (!timeBase) return "go on";
    const time = secondsOf(packet.pts === AV_NOPTS_VALUE ? packet.dts : packet.pts, timeBase);
    isPartial ||= packet.hasFlags(AV_PKT_FLAG_CORRUPT);
    print(`stream_index=${packet.streamIndex}|pts_time=${time ?? "N/A"}|duration_time=${secondsOf(packet.duration, timeBase) ?? "N/A"}`);
    return "go on";
  });
  if (isPartial) process.stderr.write("partial file\n");
}
