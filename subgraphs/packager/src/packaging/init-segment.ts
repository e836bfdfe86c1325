import { box, fullBox, uint16, uint32, uint64 } from "./boxes.ts";
import type { IndexedTrack } from "./encode-index.ts";

/**
 * A CMAF header (ISO/IEC 23000-19, 7.3.1): the track's description without a sample. Its edit list hides the priming of
 * sound and the reordering delay of pictures, so that presentation begins at 0.
 */
export function initSegment(track: IndexedTrack): Buffer {
  return Buffer.concat([
    box("ftyp", Buffer.from("iso6"), uint32(0), Buffer.from("iso6cmfcmp41")),
    box("moov", movieHeader(track.timescale), trackBox(track), box("mvex", trackExtends)),
  ]);
}

/** Each file holds one track, and its number is always this. */
export const trackId = 1;

const unityMatrix = uint32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/** ISO/IEC 14496-12, 8.2.2. The duration is 0: it is the segments' to say. */
const movieHeader = (timescale: number): Buffer =>
  fullBox(
    "mvhd",
    0,
    0,
    uint32(0, 0, timescale, 0, 0x10000),
    uint16(0x100, 0),
    uint32(0, 0),
    unityMatrix,
    Buffer.alloc(24),
    uint32(trackId + 1),
  );

/** 8.8.3. Everything that could be a default is said in each fragment. */
const trackExtends = fullBox("trex", 0, 0, uint32(trackId, 1, 0, 0, 0));

function trackBox(track: IndexedTrack): Buffer {
  return box(
    "trak",
    trackHeader(track),
    box("edts", editList(track)),
    box("mdia", mediaHeader(track), handler(track), mediaInformation(track)),
  );
}

/** 8.3.2: enabled and in the movie. Sound has volume 1, pictures have a size. */
function trackHeader(track: IndexedTrack): Buffer {
  const isVideo = track.kind === "VIDEO";
  const size = isVideo ? uint32(track.width * 65_536, track.height * 65_536) : uint32(0, 0);
  return fullBox("tkhd", 0, 3, uint32(0, 0, trackId, 0, 0, 0, 0), uint16(0, 0, isVideo ? 0 : 0x100, 0), unityMatrix, size);
}

/** 8.6.6: one edit; a duration of 0 covers all the fragments that follow. */
const editList = ({ skip }: IndexedTrack): Buffer => fullBox("elst", 1, 0, uint32(1), uint64(0), uint64(skip), uint16(1, 0));

/** 8.4.2: the language is `und` here, since the manifests say it better. */
const mediaHeader = ({ timescale }: IndexedTrack): Buffer => fullBox("mdhd", 0, 0, uint32(0, 0, timescale, 0), uint16(0x55c4, 0));

/** 8.4.3 */
const handler = ({ kind }: IndexedTrack): Buffer =>
  fullBox("hdlr", 0, 0, uint32(0), Buffer.from(kind === "VIDEO" ? "vide" : "soun"), uint32(0, 0, 0), Buffer.from("marquee\0"));

/** 8.4.4, with sample tables that are empty, as the fragments carry them. */
function mediaInformation(track: IndexedTrack): Buffer {
  const header = track.kind === "VIDEO" ? fullBox("vmhd", 0, 1, uint16(0, 0, 0, 0)) : fullBox("smhd", 0, 0, uint16(0, 0));
  const selfContained = fullBox("dref", 0, 0, uint32(1), fullBox("url ", 0, 1));
  const tables = [
    box("stsd", Buffer.from(track.sampleDescription, "base64")),
    fullBox("stts", 0, 0, uint32(0)),
    fullBox("stsc", 0, 0, uint32(0)),
    fullBox("stsz", 0, 0, uint32(0, 0)),
    fullBox("stco", 0, 0, uint32(0)),
  ];
  return box("minf", header, box("dinf", selfContained), box("stbl", ...tables));
}
