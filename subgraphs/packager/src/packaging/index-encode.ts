import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MalformedMovie } from "./boxes.ts";
import { cutAudio, cutVideo, type Segment, shownTicks } from "./cut-segments.ts";
import { type EncodeIndex, type IndexedTrack, indexFile, stillFile } from "./encode-index.ts";
import { fraction, ratioOf } from "./fraction.ts";
import { measureBandwidth } from "./measure-bandwidth.ts";
import { segmentOverheadBytes } from "./media-segment.ts";
import { packNumbers } from "./number-column.ts";
import { type Movie, readMovie } from "./read-movie.ts";
import { readSampleEntry, type SampleEntry } from "./sample-entry.ts";

/**
 * Reads the tracks that the encoder left in a folder (`v0.mp4`, `a0.mp4` and so on), cuts them into segments and writes
 * the index beside them. Throws `MalformedMovie` where a track is not as our encoder writes it.
 */
export async function indexEncode(dir: string): Promise<EncodeIndex> {
  const files = await readdir(dir);
  const names = files.flatMap((file) => /^([va]\d+)\.mp4$/.exec(file)?.[1] ?? []).sort(byKindThenNumber);
  const movies = await Promise.all(names.map(async (name) => ({ name, movie: await readMovie(join(dir, `${name}.mp4`)) })));
  const [first] = movies;
  if (!first?.name.startsWith("v")) throw new MalformedMovie("The encode has no picture track.");

  const pictureSegments = cutVideo(first.movie);
  const videoStarts = pictureSegments.map(({ start }) => start / first.movie.timescale);
  const tracks = movies.map(({ name, movie }) => {
    const entry = readSampleEntry(movie.stsd);
    return indexTrack(name, movie, entry, entry.kind === "VIDEO" ? cutVideo(movie) : cutAudio(movie, videoStarts));
  });
  requireSameCuts(tracks);

  const index: EncodeIndex = {
    version: 1,
    durationSeconds: Math.max(...tracks.map((track) => track.durationSeconds)),
    ...(files.includes(stillFile) ? { still: stillFile } : {}),
    tracks,
  };
  await writeFile(join(dir, indexFile), JSON.stringify(index));
  return index;
}

/** Pictures before sound, `v2` before `v10`. */
const byKindThenNumber = (a: string, b: string): number => b.charCodeAt(0) - a.charCodeAt(0) || Number(a.slice(1)) - Number(b.slice(1));

function indexTrack(name: string, movie: Movie, entry: SampleEntry, segments: Segment[]): IndexedTrack {
  const shown = shownTicks(movie);
  const { average, peak } = measureBandwidth(withBytes(movie, segments), movie.timescale);
  const facts = {
    name,
    codec: entry.codec,
    bitrateKbps: Math.round(average / 1000),
    averageBitsPerSecond: average,
    peakBitsPerSecond: peak,
    timescale: movie.timescale,
    skip: movie.skip,
    shown,
    durationSeconds: shown / movie.timescale,
    sampleDescription: movie.stsd.toString("base64"),
    dataStart: movie.dataStart,
    sizes: packNumbers(movie.sizes),
    ...(movie.offsets.some((offset) => offset !== 0) ? { offsets: packNumbers(movie.offsets) } : {}),
    ...(movie.keys ? { keys: packNumbers(movie.keys) } : {}),
    durations: runsOf(movie.durations),
    segments,
  };
  if (entry.kind === "AUDIO") {
    return { kind: "AUDIO", ...facts, language: languageTag(movie.language), channels: entry.channels, sampleRate: entry.sampleRate };
  }
  const frameRate = fraction(movie.timescale, movie.durations[0] ?? movie.timescale);
  return { kind: "VIDEO", ...facts, width: movie.width, height: movie.height, frameRate, framesPerSecond: ratioOf(frameRate) };
}

function withBytes(movie: Movie, segments: readonly Segment[]): (Segment & { bytes: number })[] {
  let sample = 0;
  return segments.map((segment) => {
    const sizes = movie.sizes.subarray(sample, sample + segment.samples);
    sample += segment.samples;
    return { ...segment, bytes: sizes.reduce((sum, size) => sum + size, segmentOverheadBytes(segment.samples)) };
  });
}

function runsOf(durations: Uint32Array): [count: number, ticks: number][] {
  const runs: [number, number][] = [];
  for (const ticks of durations) {
    const last = runs.at(-1);
    if (last?.[1] === ticks) last[0] += 1;
    else runs.push([1, ticks]);
  }
  return runs;
}

/** ISO 639-2 as BCP 47 wants it, the shortest code there is: `eng` becomes `en`. */
const languageTag = (language: string): string => (/^[a-z]{3}$/.test(language) ? (Intl.getCanonicalLocales(language)[0] ?? "und") : "und");

/** A player changes rungs between two segments: they begin at the same times on all. */
function requireSameCuts(tracks: readonly IndexedTrack[]): void {
  const cuts = tracks.filter((track) => track.kind === "VIDEO").map(({ segments }) => segments.map(({ start }) => start).join());
  if (new Set(cuts).size > 1) throw new MalformedMovie("The rungs have their key frames at different times.");
}
