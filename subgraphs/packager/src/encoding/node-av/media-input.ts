import {
  AV_NOPTS_VALUE,
  AV_OPT_SEARCH_CHILDREN,
  AV_OPT_TYPE_STRING,
  AVDISCARD_ALL,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AVSEEK_FLAG_BACKWARD,
} from "node-av/constants";
import { Codec, CodecContext, Dictionary, FFmpegError, FormatContext, Frame, Packet, type Stream } from "node-av/lib";
import { containers, protocols } from "../containers.ts";

/** Opens a local file of a known container; the same limits as on the command line of ffmpeg. */
export function openInput(file: string): FormatContext {
  const context = new FormatContext();
  const options = Dictionary.fromObject({ protocol_whitelist: protocols, format_whitelist: containers });
  check(context.openInputSync(`file:${file}`, null, options), "opening the file");
  check(context.findStreamInfoSync(null), "reading the streams");
  return context;
}

/** A decoder for a stream, with as many threads as there are processors. */
export function openDecoder(stream: Stream, options: Record<string, string> = {}): CodecContext {
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (!codec) throw new Error("Decoder not found");
  const decoder = new CodecContext();
  decoder.allocContext3(codec);
  check(decoder.parametersToContext(stream.codecpar), "setting up the decoder");
  decoder.pktTimebase = stream.timeBase;
  decoder.threadCount = 0;
  setOptions(decoder, options);
  check(decoder.open2Sync(codec, null), "opening the decoder");
  return decoder;
}

/** Sets options one by one: a dictionary handed to an encoder or a muxer is freed twice by this version of node-av. */
export function setOptions(owner: CodecContext | FormatContext, options: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(options)) {
    check(owner.setOption(name, value, AV_OPT_TYPE_STRING, AV_OPT_SEARCH_CHILDREN), `the option ${name}`);
  }
}

/** Calls `take` for each packet of the streams that are wanted. The packet is the same object each time. */
export function readPackets(context: FormatContext, wanted: ReadonlySet<number>, take: (packet: Packet) => "go on" | "stop"): void {
  for (const stream of context.streams) if (!wanted.has(stream.index)) stream.discard = AVDISCARD_ALL;
  const packet = new Packet();
  packet.alloc();
  for (;;) {
    const code = context.readFrameSync(packet);
    if (code === AVERROR_EOF) return;
    check(code, "reading the file");
    const next = wanted.has(packet.streamIndex) ? take(packet) : "go on";
    packet.unref();
    if (next === "stop") return;
  }
}

/** Sends a packet (null at the end) and calls `take` for each frame that comes out. Returns the decoder's error, or 0. */
export function decodePacket(decoder: CodecContext, packet: Packet | null, frame: Frame, take: (frame: Frame) => void): number {
  const sent = decoder.sendPacketSync(packet);
  if (sent < 0 && sent !== AVERROR_EOF) return sent;
  for (;;) {
    const code = decoder.receiveFrameSync(frame);
    if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return 0;
    if (code < 0) return code;
    take(frame);
    frame.unref();
  }
}

export function seekTo(context: FormatContext, seconds: number): void {
  check(context.seekFrameSync(-1, BigInt(Math.round(seconds * 1e6)), AVSEEK_FLAG_BACKWARD), "seeking");
}

export function newFrame(): Frame {
  const frame = new Frame();
  frame.alloc();
  return frame;
}

/** Undefined for a time that is not known. */
export function secondsOf(ticks: bigint, timeBase: { readonly num: number; readonly den: number }): number | undefined {
  return ticks === AV_NOPTS_VALUE ? undefined : (Number(ticks) * timeBase.num) / timeBase.den;
}

/** Throws FFmpeg's own words for a negative code. */
export function check(code: number, step: string): void {
  if (code < 0) throw new Error(`${step}: ${FFmpegError.strerror(code)}`);
}
