import type { IndexedTrack } from "./encode-index.ts";
import { unpackNumbers } from "./number-column.ts";

/** An indexed track, unpacked: where each segment and each of its samples lies. */
export interface TrackLayout {
  readonly sizes: Uint32Array;
  readonly durations: Uint32Array;
  readonly offsets: Uint32Array | undefined;
  readonly isKey: (sample: number) => boolean;
  readonly segments: readonly SegmentLayout[];
}

export interface SegmentLayout {
  readonly firstSample: number;
  readonly endSample: number;
  readonly byteStart: number;
  readonly byteLength: number;
  /** When its first sample is decoded. */
  readonly decodeTime: number;
}

/** Unpacks a track's columns; some milliseconds for a long film, so it is done once. */
export function layOutTrack(track: IndexedTrack): TrackLayout {
  const sizes = unpackNumbers(track.sizes);
  const durations = new Uint32Array(sizes.length);
  let filled = 0;
  for (const [count, ticks] of track.durations) {
    durations.fill(ticks, filled, filled + count);
    filled += count;
  }
  const keys = track.keys === undefined ? undefined : new Set(unpackNumbers(track.keys));
  return {
    sizes,
    durations,
    offsets: track.offsets === undefined ? undefined : unpackNumbers(track.offsets),
    isKey: (sample) => keys?.has(sample) ?? true,
    segments: layOutSegments(track, sizes, durations),
  };
}

function layOutSegments(track: IndexedTrack, sizes: Uint32Array, durations: Uint32Array): SegmentLayout[] {
  const sum = (column: Uint32Array, first: number, end: number) => column.subarray(first, end).reduce((total, value) => total + value, 0);
  let [firstSample, byteStart, decodeTime] = [0, track.dataStart, 0];
  return track.segments.map(({ samples }) => {
    const endSample = firstSample + samples;
    const segment = { firstSample, endSample, byteStart, byteLength: sum(sizes, firstSample, endSample), decodeTime };
    byteStart += segment.byteLength;
    decodeTime += sum(durations, firstSample, endSample);
    firstSample = endSample;
    return segment;
  });
}
