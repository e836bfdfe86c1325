import type { Segment } from "./cut-segments.ts";

/**
 * Bits per second of a track as its segments go over the wire. The peak is that of any run of segments which lasts half
 * to one and a half times the target duration (RFC 8216bis, 4.4.6.2, BANDWIDTH), so that a last one of 40 ms is none.
 */
export function measureBandwidth(
  segments: readonly (Segment & { readonly bytes: number })[],
  timescale: number,
): { readonly average: number; readonly peak: number } {
  const seconds = segments.map(({ duration }) => duration / timescale);
  const target = Math.max(...seconds);
  const bitsOver = (first: number, end: number) => {
    const bits = 8 * segments.slice(first, end).reduce((sum, { bytes }) => sum + bytes, 0);
    return bits / seconds.slice(first, end).reduce((sum, duration) => sum + duration, 0);
  };
  const average = Math.ceil(bitsOver(0, segments.length));
  let peak = average;
  for (let first = 0; first < segments.length; first += 1) {
    let length = 0;
    for (let end = first + 1; end <= segments.length; end += 1) {
      length += seconds[end - 1] ?? 0;
      if (length > 1.5 * target) break;
      if (length >= 0.5 * target) peak = Math.max(peak, Math.ceil(bitsOver(first, end)));
    }
  }
  return { average, peak };
}
