import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUVJ420P,
  AV_SAMPLE_FMT_FLTP,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  FF_ENCODER_AAC,
  FF_ENCODER_LIBX264,
  FF_ENCODER_MJPEG,
} from "node-av/constants";
import { Codec, CodecContext, Dictionary, type FilterContext, FormatContext, type Frame, Packet, Rational } from "node-av/lib";
import type { JobOutput, JobTrack, Options } from "../media-job.ts";
import { check, secondsOf, setOptions } from "./media-input.ts";

const encoders = { libx264: FF_ENCODER_LIBX264, aac: FF_ENCODER_AAC, mjpeg: FF_ENCODER_MJPEG } as const;

/** A file that is being written, and the encoder of each track in it. */
export class OutputFile {
  readonly tracks: readonly OutputTrack[];
  private readonly context = new FormatContext();

  constructor(output: JobOutput, sinkOf: (pad: string) => FilterContext) {
    check(this.context.allocOutputContext2(null, output.muxer, `file:${output.file}`), "opening the output");
    this.tracks = output.tracks.map((track) => new OutputTrack(track, sinkOf(track.pad), this.context));
    // A series of pictures opens its files by itself.
    if (output.muxer !== "image2") check(this.context.openOutputSync(), "opening the output");
    setOptions(this.context, output.muxerOptions);
    check(this.context.writeHeaderSync(null), "writing the header");
  }

  finish(): void {
    check(this.context.writeTrailerSync(), "writing the trailer");
    for (const track of this.tracks) track.close();
    this.context.closeOutputSync();
    this.context.freeContext();
  }
}

/** One track: takes frames from its end of the graph, encodes them and writes the packets. */
export class OutputTrack {
  seconds = 0;
  isFinished = false;
  private readonly encoder = new CodecContext();
  private readonly packet = new Packet();
  private readonly streamIndex: number;
  private readonly context: FormatContext;
  private readonly sink: FilterContext;
  private framesLeft: number;

  constructor(track: JobTrack, sink: FilterContext, context: FormatContext) {
    const codec = Codec.findEncoderByName(encoders[track.codec]);
    if (!codec) throw new Error(`The encoder ${track.codec} is missing.`);
    this.context = context;
    this.sink = sink;
    this.framesLeft = track.frames ?? Number.POSITIVE_INFINITY;
    this.packet.alloc();
    this.openEncoder(codec, track.kind, track.codecOptions);
    const stream = context.newStream(codec);
    check(stream.codecpar.fromContext(this.encoder), "describing the track");
    stream.timeBase = this.encoder.timeBase;
    stream.avgFrameRate = this.encoder.framerate;
    if (track.language) stream.metadata = Dictionary.fromObject({ language: track.language });
    this.streamIndex = stream.index;
  }

  /** Takes one frame if there is one. */
  take(frame: Frame): "took one" | "none yet" {
    if (this.isFinished) return "none yet";
    const code = this.sink.buffersinkGetFrameSync(frame);
    if (code === AVERROR_EAGAIN) return "none yet";
    if (code !== AVERROR_EOF) {
      check(code, "filtering");
      // Else the encoder would follow the source's choice of key frames.
      frame.pictType = AV_PICTURE_TYPE_NONE;
      check(this.encoder.sendFrameSync(frame), "encoding");
      frame.unref();
      this.framesLeft -= 1;
    }
    if (code === AVERROR_EOF || this.framesLeft === 0) {
      check(this.encoder.sendFrameSync(null), "encoding");
      this.isFinished = true;
    }
    this.writePackets();
    return "took one";
  }

  close(): void {
    this.packet.free();
    this.encoder.freeContext();
  }

  private writePackets(): void {
    for (;;) {
      const code = this.encoder.receivePacketSync(this.packet);
      if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return;
      check(code, "encoding");
      const stream = this.context.streams[this.streamIndex];
      if (!stream) throw new Error("The output lost a track.");
      this.seconds = secondsOf(this.packet.pts, this.encoder.timeBase) ?? this.seconds;
      if (this.packet.duration === 0n) this.packet.duration = 1n;
      this.packet.streamIndex = this.streamIndex;
      this.packet.rescaleTs(this.encoder.timeBase, stream.timeBase);
      check(this.context.interleavedWriteFrameSync(this.packet), "writing");
    }
  }

  private openEncoder(codec: Codec, kind: JobTrack["kind"], options: Options): void {
    const { encoder, sink } = this;
    encoder.allocContext3(codec);
    encoder.timeBase = sink.buffersinkGetTimeBase();
    if (kind === "video") {
      encoder.width = sink.buffersinkGetWidth();
      encoder.height = sink.buffersinkGetHeight();
      encoder.pixelFormat =
        [AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P].find((format) => format === sink.buffersinkGetFormat()) ?? AV_PIX_FMT_YUV420P;
      encoder.sampleAspectRatio = new Rational(1, 1);
      encoder.framerate = sink.buffersinkGetFrameRate();
      encoder.colorRange = sink.buffersinkGetColorRange();
    } else {
      encoder.sampleRate = sink.buffersinkGetSampleRate();
      encoder.sampleFormat = AV_SAMPLE_FMT_FLTP;
      encoder.channelLayout = sink.buffersinkGetChannelLayout();
    }
    encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
    setOptions(encoder, options);
    check(encoder.open2Sync(codec, null), "opening the encoder");
  }
}
