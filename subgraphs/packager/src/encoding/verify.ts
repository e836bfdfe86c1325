import { join } from "node:path";
import type { EncodeIndex, IndexedAudio, IndexedTrack, IndexedVideo } from "../packaging/encode-index.ts";
import { ratioOf } from "../packaging/fraction.ts";
import { indexEncode } from "../packaging/index-encode.ts";
import { unpackNumbers } from "../packaging/number-column.ts";
import type { EncodingTools } from "./encoding-tools.ts";
import { EncoderFailed, VerificationFailed } from "./errors.ts";
import { planLadder } from "./plan-ladder.ts";
import type { Source } from "./source.ts";

export interface VerifyOptions {
  readonly tools: EncodingTools;
  readonly source: Source;
  readonly outDir: string;
  /** Where it was made already; read from the folder otherwise. */
  readonly index?: EncodeIndex;
  readonly onProgress?: (percent: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Reads an encode back: all tracks that the source calls for are there, each decodes to its end without an error and
 * lasts as long as the source, and the rungs have the right size, rate and key frames. Throws `VerificationFailed`.
 */
export async function verify({ tools, source, outDir, index, onProgress, signal }: VerifyOptions): Promise<void> {
  const { tracks } = index ?? (await indexEncode(outDir));
  requirePlanned(tracks, source);
  requireSameKeys(tracks.filter((track) => track.kind === "VIDEO"));
  // One after the other: a decoder takes all processors there are by itself.
  for (const [done, track] of tracks.entries()) {
    const decoded = await decodeTrack(tools, join(outDir, `${track.name}.mp4`), track, signal);
    requireDuration(track, decoded, source);
    onProgress?.((100 * (done + 1)) / tracks.length);
  }
}

/** The plan is a pure function of the source, so it is made again and compared with what came. */
function requirePlanned(tracks: readonly IndexedTrack[], source: Source): void {
  const ladder = planLadder(source);
  const shape = (track: Pick<IndexedVideo, "width" | "height">, rate: IndexedVideo["frameRate"]) =>
    `${track.width}x${track.height} at ${rate.numerator}/${rate.denominator}`;
  const planned = [
    ...ladder.video.map((rung) => `${rung.name}: ${shape(rung, ladder.frameRate)}`),
    ...ladder.audio.map((track) => `${track.name}: 2 channels`),
  ];
  const found = tracks.map((track) =>
    track.kind === "VIDEO" ? `${track.name}: ${shape(track, track.frameRate)}` : `${track.name}: ${track.channels} channels`,
  );
  if (planned.join() !== found.join()) throw new VerificationFailed(`Expected ${planned.join(", ")}; found ${found.join(", ")}.`);
}

function requireSameKeys(rungs: readonly IndexedVideo[]): void {
  const [first, ...others] = rungs.map((rung) => ({
    name: rung.name,
    keys: rung.keys === undefined ? "all" : unpackNumbers(rung.keys).join(),
  }));
  const different = others.find((rung) => rung.keys !== first?.keys);
  if (different) throw new VerificationFailed(`The key frames of ${different.name} are not those of ${first?.name}.`);
}

async function decodeTrack(tools: EncodingTools, file: string, track: IndexedTrack, signal: AbortSignal): Promise<number> {
  try {
    const { frames, seconds } = await tools.decode(file, signal);
    return track.kind === "VIDEO" ? frames / ratioOf(track.frameRate) : seconds;
  } catch (error) {
    if (!(error instanceof EncoderFailed)) throw error;
    throw new VerificationFailed(`${track.name} does not decode without errors.`, { cause: error });
  }
}

function requireDuration(track: IndexedTrack, decodedSeconds: number, source: Source): void {
  const expected = track.kind === "VIDEO" ? endOf(source.video) : endOf(audioSourceOf(track, source));
  const tolerance = track.kind === "VIDEO" ? pictureTolerance(source, track) : soundTolerance(source, track);
  if (Math.abs(decodedSeconds - expected) <= tolerance) return;
  throw new VerificationFailed(`${track.name} lasts ${decodedSeconds.toFixed(3)} s where the source lasts ${expected.toFixed(3)} s.`);
}

/** Tracks are filled up from the start of the file, so they last up to where the source's own ends. */
const endOf = (track: { startSeconds: number; durationSeconds: number }): number => track.startSeconds + track.durationSeconds;

function audioSourceOf(track: IndexedAudio, source: Source): Source["audio"][number] {
  const { streamIndex } = planLadder(source).audio.find(({ name }) => name === track.name) ?? {};
  const found = source.audio.find((audio) => audio.streamIndex === streamIndex);
  if (!found) throw new VerificationFailed(`${track.name} is a sound track that the source does not have.`);
  return found;
}

/** One frame of the source; where only some of its frames are kept, a length that is no whole number of those is rounded. */
const pictureTolerance = (source: Source, track: IndexedVideo): number =>
  Math.max(1 / ratioOf(source.video.frameRate), 0.5 / ratioOf(track.frameRate)) + 1e-6;

/** One frame of the source, or the two frames of a sound codec that it may add or trim at its ends. */
const soundTolerance = (source: Source, track: IndexedAudio): number =>
  Math.max(1 / ratioOf(source.video.frameRate), (2 * 1024) / track.sampleRate) + 1e-6;
