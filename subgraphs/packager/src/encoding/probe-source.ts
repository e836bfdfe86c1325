import { open, stat } from "node:fs/promises";
import { fraction, parseFraction, ratioOf } from "../packaging/fraction.ts";
import type { DescribedStream, Description, EncodingTools } from "./encoding-tools.ts";
import { InvalidMedia } from "./errors.ts";
import { measureFrameRate } from "./frame-rate.ts";
import { type Source, type SourceAudio, type SourceVideo, upright } from "./source.ts";

/**
 * Finds out what a file really is: what its container says, held against the time of every packet in it. Nothing is
 * decoded. Throws `InvalidMedia`, whose message may be shown, for what is no video, holds no picture or is cut off.
 */
export async function probeSource(tools: EncodingTools, file: string, signal: AbortSignal): Promise<Source> {
  await refuseEmpty(file);
  const description = await describe(tools, file, signal);
  const picture = pictureOf(description);
  const scans = new Map<number, TrackScan>();
  const { isTruncated } = await tools.scan(
    file,
    ({ streamIndex, seconds, durationSeconds }) => {
      const scan = scans.get(streamIndex) ?? { frameSeconds: [], endSeconds: Number.NEGATIVE_INFINITY };
      scans.set(streamIndex, scan);
      if (streamIndex === picture.index) scan.frameSeconds.push(seconds);
      scan.endSeconds = Math.max(scan.endSeconds, seconds + durationSeconds);
    },
    signal,
  );
  if (isTruncated) throw cutOff();
  const video = sourceVideo(picture, description, scans.get(picture.index));
  const audio = description.streams.flatMap((stream) => sourceAudio(stream, description, scans.get(stream.index)));
  return { file, durationSeconds: Math.max(...[video, ...audio].map((track) => track.startSeconds + track.durationSeconds)), video, audio };
}

interface TrackScan {
  /** Kept for the picture only: its rate is judged by them. */
  readonly frameSeconds: number[];
  endSeconds: number;
}

const smallestSide = 16;
const largestSide = 8192;
const longestSeconds = 24 * 3600;

async function refuseEmpty(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new InvalidMedia("Expected a video file, but there is no such file.");
  if (found.size === 0) throw new InvalidMedia("Expected a video file, but this file is empty.");
}

/** A file that begins as a video and still cannot be read has lost what came later: the index, in most containers. */
async function describe(tools: EncodingTools, file: string, signal: AbortSignal): Promise<Description> {
  try {
    return await tools.describe(file, signal);
  } catch (error) {
    if (!(error instanceof InvalidMedia) || !(await beginsAsVideo(file))) throw error;
    throw new InvalidMedia(
      "Expected a complete video, but this file's index is missing or damaged: it was probably cut off while it was copied.",
    );
  }
}

/** By the first bytes of MP4 and MOV, Matroska and WebM, AVI. */
async function beginsAsVideo(path: string): Promise<boolean> {
  await using file = await open(path, "r");
  const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0);
  const start = buffer.toString("latin1");
  return /^....(ftyp|moov|mdat|wide|free)/s.test(start) || start.startsWith("\x1aE\xdf\xa3") || /^RIFF....AVI /s.test(start);
}

function pictureOf({ streams }: Description): DescribedStream {
  const pictures = streams.filter((stream) => stream.kind === "video" && !stream.isCoverPicture);
  const picture = pictures.find((stream) => stream.codec !== undefined && stream.width > 0) ?? pictures[0];
  if (!picture) {
    const found = streams.some((stream) => stream.kind === "audio") ? "only sound" : "neither picture nor sound";
    throw new InvalidMedia(`Expected a video with a picture, but this file holds ${found}.`);
  }
  if (picture.codec === undefined || picture.width === 0 || picture.height === 0) {
    throw new InvalidMedia("Expected a picture that can be decoded, but this file's is in a format that cannot, or is damaged.");
  }
  if (Math.min(picture.width, picture.height) < smallestSide || Math.max(picture.width, picture.height) > largestSide) {
    throw new InvalidMedia(
      `Expected a picture of ${smallestSide} to ${largestSide} pixels a side, but this one has ${picture.width}×${picture.height}.`,
    );
  }
  return picture;
}

function sourceVideo(stream: DescribedStream, description: Description, scan: TrackScan | undefined): SourceVideo {
  if (!scan) throw new InvalidMedia("Expected a video with a picture, but its picture track holds no frame.");
  const isInterlaced = ["tt", "bb", "tb", "bt"].includes(stream.fieldOrder ?? "");
  const steady = parseFraction(stream.steadyRate);
  const average = parseFraction(stream.averageRate);
  // For interlaced video the container's steady rate may count fields.
  const measured = measureFrameRate(scan.frameSeconds, isInterlaced ? [average, steady] : [steady, average]);
  const frameSeconds = 1 / ratioOf(measured.frameRate);
  const lastShown = scan.frameSeconds.reduce((latest, seconds) => Math.max(latest, seconds), 0);
  const end = measured.isVariable ? Math.max(scan.endSeconds, lastShown + frameSeconds) : lastShown + frameSeconds;
  // AVI's lengths are guessed anew where its index was cut off; only its count of frames still tells. (An MP4's count includes what its edit list hides.)
  const counted = description.container === "avi" && !measured.isVariable ? (stream.declaredFrames ?? 0) * frameSeconds : 0;
  refuseCutOff(end - description.startSeconds, stream, counted);
  return {
    streamIndex: stream.index,
    width: stream.width,
    height: stream.height,
    pixelShape: parseFraction(stream.pixelShape) ?? fraction(1, 1),
    rotation: upright(stream.rotationDegrees),
    ...measured,
    isInterlaced,
    colourMatrix: colourMatrix(stream),
    ...spanOf(stream, description, end),
  };
}

function sourceAudio(stream: DescribedStream, description: Description, scan: TrackScan | undefined): SourceAudio[] {
  if (stream.kind !== "audio" || stream.codec === undefined || !scan) return [];
  refuseCutOff(scan.endSeconds - description.startSeconds, stream, 0);
  const language = /^[a-z]{3}$/.test(stream.language ?? "") ? stream.language : undefined;
  return [
    {
      streamIndex: stream.index,
      language: language ?? "und",
      channels: stream.channels,
      ...spanOf(stream, description, scan.endSeconds),
    },
  ];
}

function spanOf(
  stream: DescribedStream,
  { startSeconds: origin }: Description,
  end: number,
): { startSeconds: number; durationSeconds: number } {
  const startSeconds = Math.max(0, (stream.startSeconds ?? origin) - origin);
  const durationSeconds = end - origin - startSeconds;
  if (durationSeconds > longestSeconds) throw new InvalidMedia("Expected a video of at most 24 hours, but this one says it is longer.");
  return { startSeconds, durationSeconds };
}

/** A header is written for the whole of a file, so one that promises clearly more than came tells of a broken copy. */
function refuseCutOff(endSeconds: number, stream: DescribedStream, countedSeconds: number): void {
  const declared = Math.max(stream.durationSeconds ?? 0, countedSeconds);
  if (declared - endSeconds > Math.max(0.5, declared * 0.01)) throw cutOff(declared, endSeconds);
}

function cutOff(declared?: number, found?: number): InvalidMedia {
  const lengths =
    declared === undefined || found === undefined
      ? ""
      : `: ${declared.toFixed(1)} seconds are announced and ${Math.max(0, found).toFixed(1)} came`;
  return new InvalidMedia(`Expected a complete video, but this file ends early${lengths}. It was probably cut off while it was copied.`);
}

/** Where a file does not say how its colours were coded, high definition is BT.709 and all else BT.601, as players assume, too. */
function colourMatrix({ colourSpace, height }: DescribedStream): SourceVideo["colourMatrix"] {
  if (colourSpace !== undefined && !["unknown", "unspecified", "reserved"].includes(colourSpace)) return "auto";
  return height >= 720 ? "bt709" : "bt601";
}
