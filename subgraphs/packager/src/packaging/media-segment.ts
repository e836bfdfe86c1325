import { box, fullBox, uint32, uint64 } from "./boxes.ts";
import { trackId } from "./init-segment.ts";
import type { SegmentLayout, TrackLayout } from "./track-layout.ts";

/**
 * A CMAF segment of one fragment (ISO/IEC 23000-19, 7.3.2.3): `moof` with the segment's samples, and `mdat` with the
 * bytes as they lie in the track's file. `number` counts from 1.
 */
export function mediaSegment(layout: TrackLayout, segment: SegmentLayout, number: number, media: Buffer): Buffer {
  const hasOffsets = layout.offsets !== undefined;
  const moofBytes = fragmentBytes(segment.endSample - segment.firstSample, hasOffsets);
  const moof = box(
    "moof",
    fullBox("mfhd", 0, 0, uint32(number)),
    box(
      "traf",
      // ISO/IEC 14496-12, 8.8.7: default-base-is-moof, and no default for anything.
      fullBox("tfhd", 0, 0x02_0000, uint32(trackId)),
      fullBox("tfdt", 1, 0, uint64(segment.decodeTime)),
      trackRun(layout, segment, moofBytes + mdatHeaderBytes),
    ),
  );
  const mdatHeader = Buffer.concat([uint32(mdatHeaderBytes + media.length), Buffer.from("mdat")]);
  return Buffer.concat([moof, mdatHeader, media], moof.length + mdatHeaderBytes + media.length);
}

/** What a segment of so many samples takes beside the samples themselves, at most. */
export const segmentOverheadBytes = (samples: number): number => fragmentBytes(samples, true) + mdatHeaderBytes;

const mdatHeaderBytes = 8;

/** moof 8, mfhd 16, traf 8, tfhd 16, tfdt 20, trun 20 and its rows. */
const fragmentBytes = (samples: number, hasOffsets: boolean): number => 88 + samples * rowBytes(hasOffsets);

const rowBytes = (hasOffsets: boolean): number => (hasOffsets ? 16 : 12);

/** 8.8.3.1: a sample that others may depend on and that depends on none; one that depends on others. */
const keyFlags = 0x0200_0000;
const dependentFlags = 0x0101_0000;

/** 8.8.8: a row for each sample with its duration, size, flags and, for reordered pictures, composition offset. */
function trackRun(layout: TrackLayout, { firstSample, endSample }: SegmentLayout, dataOffset: number): Buffer {
  const { offsets } = layout;
  const width = rowBytes(offsets !== undefined);
  const rows = Buffer.allocUnsafe((endSample - firstSample) * width);
  for (let sample = firstSample; sample < endSample; sample += 1) {
    const at = (sample - firstSample) * width;
    rows.writeUInt32BE(layout.durations[sample] ?? 0, at);
    rows.writeUInt32BE(layout.sizes[sample] ?? 0, at + 4);
    rows.writeUInt32BE(layout.isKey(sample) ? keyFlags : dependentFlags, at + 8);
    if (offsets) rows.writeUInt32BE(offsets[sample] ?? 0, at + 12);
  }
  const present = 0x1 | 0x100 | 0x200 | 0x400 | (offsets ? 0x800 : 0);
  return fullBox("trun", 0, present, uint32(endSample - firstSample, dataOffset), rows);
}
