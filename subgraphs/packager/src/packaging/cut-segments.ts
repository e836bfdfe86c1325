import { MalformedMovie } from "./boxes.ts";
import type { Movie } from "./read-movie.ts";

/** A stretch of a track that is fetched as one: so many samples, and when it is shown, in the track's ticks. */
export interface Segment {
  readonly samples: number;
  readonly start: number;
  readonly duration: number;
}

/** What a segment should last. Two groups of pictures of two seconds each are just this. */
const wantedSeconds = 4;

/** Ticks that are shown: up to the end of the last sample, or of the edit where that is earlier. */
export function shownTicks(movie: Movie): number {
  let decodeTime = 0;
  let end = 0;
  movie.durations.forEach((duration, sample) => {
    end = Math.max(end, decodeTime + (movie.offsets[sample] ?? 0) + duration);
    decodeTime += duration;
  });
  return Math.min(end - movie.skip, movie.shown ?? Number.POSITIVE_INFINITY);
}

/** Cuts a picture track before key frames, the same number of groups in each segment. */
export function cutVideo(movie: Movie): Segment[] {
  const keys = movie.keys ?? Uint32Array.from(movie.sizes.keys());
  if (keys[0] !== 0) throw new MalformedMovie("The first picture is no key frame.");
  const startOf = compositionTimes(movie);
  const secondKey = keys[1];
  const groupSeconds = secondKey === undefined ? wantedSeconds : (startOf(secondKey) - startOf(0)) / movie.timescale;
  const groups = Math.max(1, Math.round(wantedSeconds / groupSeconds));
  const firstSamples = keys.filter((_, index) => index % groups === 0);
  return segmentsFrom(movie, firstSamples, startOf);
}

/** Cuts sound so that each frame goes with the picture segment in which it starts, and goes on at the same pace where sound is longer. */
export function cutAudio(movie: Movie, videoStarts: readonly number[]): Segment[] {
  const startOf = compositionTimes(movie);
  const starts = [...videoStarts];
  const pace = starts.length > 1 ? (starts[1] ?? 0) - (starts[0] ?? 0) : wantedSeconds;
  const end = startOf(movie.sizes.length - 1) / movie.timescale;
  for (let next = (starts.at(-1) ?? 0) + pace; next < end; next += pace) starts.push(next);
  const firstSamples: number[] = [0];
  let sample = 0;
  for (const seconds of starts.slice(1)) {
    // Half a tick, for boundaries that fall between two.
    while (sample < movie.sizes.length && startOf(sample) + 0.5 < seconds * movie.timescale) sample += 1;
    if (sample < movie.sizes.length) firstSamples.push(sample);
  }
  return segmentsFrom(movie, firstSamples, startOf);
}

function segmentsFrom(movie: Movie, firstSamples: ArrayLike<number>, startOf: (sample: number) => number): Segment[] {
  const shown = shownTicks(movie);
  return Array.from({ length: firstSamples.length }, (_, index) => {
    const first = firstSamples[index] ?? 0;
    const next = firstSamples[index + 1];
    const start = Math.max(0, startOf(first));
    const end = next === undefined ? shown : startOf(next);
    return { samples: (next ?? movie.sizes.length) - first, start, duration: Math.max(0, end - start) };
  });
}

/** When a sample is shown: below 0 for the priming of sound, which the edit list hides. */
function compositionTimes(movie: Movie): (sample: number) => number {
  const times = new Float64Array(movie.sizes.length);
  let decodeTime = 0;
  for (let sample = 0; sample < times.length; sample += 1) {
    times[sample] = decodeTime + (movie.offsets[sample] ?? 0) - movie.skip;
    decodeTime += movie.durations[sample] ?? 0;
  }
  return (sample) => times[sample] ?? Number.NaN;
}
