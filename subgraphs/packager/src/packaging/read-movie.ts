import { type FileHandle, open } from "node:fs/promises";
import { boxesIn, findBox, MalformedMovie, readBoxHeader, requireBox } from "./boxes.ts";

/** The only track of a progressive MP4, with a row for each sample in decoding order. Times are in ticks of its timescale. */
export interface Movie {
  readonly timescale: number;
  /** As packed into `mdhd`: ISO 639-2, three letters. */
  readonly language: string;
  readonly width: number;
  readonly height: number;
  /** The payload of `stsd`, as it stands. */
  readonly stsd: Buffer;
  /** Where the first sample begins in the file; the others follow without a gap. */
  readonly dataStart: number;
  readonly sizes: Uint32Array;
  readonly durations: Uint32Array;
  /** From a sample's decoding to its composition. */
  readonly offsets: Uint32Array;
  /** Indices of the samples that decoding can start at; undefined where every one is. */
  readonly keys: Uint32Array | undefined;
  /** The edit list: how much is hidden at the start, and how much is shown from there on. */
  readonly skip: number;
  readonly shown: number | undefined;
}

/** Reads the sample tables of an MP4 as our encoder writes it: one track, one edit, its samples in one piece. */
export async function readMovie(path: string): Promise<Movie> {
  const file = await open(path, "r");
  try {
    const moov = await readMoov(file);
    const tracks = boxesIn(moov).filter((box) => box.type === "trak");
    const [track] = tracks;
    if (!track || tracks.length > 1) throw new MalformedMovie(`Expected one track, found ${tracks.length}.`);
    return readTrack(track.payload, requireBox(moov, "mvhd"));
  } finally {
    await file.close();
  }
}

const largestMoovBytes = 256 * 2 ** 20;

/** The index may lie at either end, so the top-level boxes are walked by their headers alone. */
async function readMoov(file: FileHandle): Promise<Buffer> {
  const { size: fileBytes } = await file.stat();
  const header = Buffer.alloc(16);
  for (let at = 0; at + 8 <= fileBytes; ) {
    await file.read(header, 0, 16, at);
    const { type, headerBytes, size } = readBoxHeader(header);
    const boxBytes = size === 0 ? fileBytes - at : size;
    if (boxBytes < headerBytes || at + boxBytes > fileBytes) throw new MalformedMovie(`The file ends inside its box ${type}.`);
    if (type === "moov") {
      if (boxBytes > largestMoovBytes) throw new MalformedMovie("The index is absurdly large.");
      const payload = Buffer.alloc(boxBytes - headerBytes);
      await file.read(payload, 0, payload.length, at + headerBytes);
      return payload;
    }
    at += boxBytes;
  }
  throw new MalformedMovie("The box moov is missing.");
}

function readTrack(trak: Buffer, mvhd: Buffer): Movie {
  const tkhd = requireBox(trak, "tkhd");
  const stbl = requireBox(trak, "mdia/minf/stbl");
  const { timescale, language } = readMediaHeader(requireBox(trak, "mdia/mdhd"));
  const sizes = readSizes(requireBox(stbl, "stsz"));
  return {
    timescale,
    language,
    width: tkhd.readUInt32BE(tkhd.length - 8) / 65_536,
    height: tkhd.readUInt32BE(tkhd.length - 4) / 65_536,
    stsd: requireBox(stbl, "stsd"),
    dataStart: readDataStart(stbl, sizes),
    sizes,
    durations: Uint32Array.from(expandRuns(requireBox(stbl, "stts"), sizes.length)),
    offsets: readOffsets(findBox(stbl, "ctts"), sizes.length),
    keys: readKeys(findBox(stbl, "stss")),
    ...readEdit(findBox(trak, "edts/elst"), timescale, readMovieTimescale(mvhd)),
  };
}

/** 8.4.2: version 1 has 64-bit times. */
function readMediaHeader(mdhd: Buffer): { timescale: number; language: string } {
  const at = mdhd[0] === 1 ? 20 : 12;
  const packed = mdhd.readUInt16BE(at + (mdhd[0] === 1 ? 12 : 8));
  const letters = [packed >> 10, packed >> 5, packed].map((five) => String.fromCharCode((five & 31) + 0x60));
  return { timescale: mdhd.readUInt32BE(at), language: letters.join("") };
}

/** 8.2.2 */
const readMovieTimescale = (mvhd: Buffer): number => mvhd.readUInt32BE(mvhd[0] === 1 ? 20 : 12);

/** 8.7.3.2 */
function readSizes(stsz: Buffer): Uint32Array {
  const [sameSize, count] = [stsz.readUInt32BE(4), stsz.readUInt32BE(8)];
  if (sameSize !== 0) return new Uint32Array(count).fill(sameSize);
  return Uint32Array.from({ length: count }, (_, index) => stsz.readUInt32BE(12 + 4 * index));
}

/** 8.6.1.2 and 8.6.1.3: pairs of a count of samples and the value they share. */
function* expandRuns(table: Buffer, count: number): Generator<number> {
  if (table[0] !== 0) throw new MalformedMovie("Expected composition offsets that are not negative.");
  let total = 0;
  for (let run = 0; run < table.readUInt32BE(4); run += 1) {
    const at = 8 + 8 * run;
    const value = table.readUInt32BE(at + 4);
    for (let left = table.readUInt32BE(at); left > 0 && total < count; left -= 1, total += 1) yield value;
  }
  if (total !== count) throw new MalformedMovie(`A table speaks of ${total} samples where there are ${count}.`);
}

const readOffsets = (ctts: Buffer | undefined, count: number): Uint32Array =>
  ctts ? Uint32Array.from(expandRuns(ctts, count)) : new Uint32Array(count);

/** 8.6.2: sample numbers begin with 1. */
function readKeys(stss: Buffer | undefined): Uint32Array | undefined {
  return stss && Uint32Array.from({ length: stss.readUInt32BE(4) }, (_, index) => stss.readUInt32BE(8 + 4 * index) - 1);
}

/** 8.6.6: one edit, or none. */
function readEdit(elst: Buffer | undefined, timescale: number, movieTimescale: number): { skip: number; shown: number | undefined } {
  if (!elst) return { skip: 0, shown: undefined };
  const isLong = elst[0] === 1;
  const duration = isLong ? Number(elst.readBigUInt64BE(8)) : elst.readUInt32BE(8);
  const skip = isLong ? Number(elst.readBigInt64BE(16)) : elst.readInt32BE(12);
  if (elst.readUInt32BE(4) !== 1 || skip < 0) throw new MalformedMovie("Expected an edit list with one edit that shows the media.");
  return { skip, shown: duration === 0 ? undefined : Math.round((duration * timescale) / movieTimescale) };
}

/** Walks the chunks (8.7.4, 8.7.5) to make sure that each begins where the one before ended: only then is a segment one range. */
function readDataStart(stbl: Buffer, sizes: Uint32Array): number {
  const chunks = readChunkOffsets(stbl);
  const stsc = requireBox(stbl, "stsc");
  const runs = Array.from({ length: stsc.readUInt32BE(4) }, (_, run) => ({
    firstChunk: stsc.readUInt32BE(8 + 12 * run) - 1,
    samples: stsc.readUInt32BE(12 + 12 * run),
  }));
  let run = 0;
  let sample = 0;
  let expected = chunks[0] ?? 0;
  chunks.forEach((offset, chunk) => {
    if (offset !== expected) throw new MalformedMovie("The samples do not lie in one piece.");
    while (runs[run + 1] && (runs[run + 1]?.firstChunk ?? 0) <= chunk) run += 1;
    const end = Math.min(sizes.length, sample + (runs[run]?.samples ?? 0));
    for (; sample < end; sample += 1) expected += sizes[sample] ?? 0;
  });
  if (sample !== sizes.length) throw new MalformedMovie("Some samples lie in no chunk.");
  return chunks[0] ?? 0;
}

function readChunkOffsets(stbl: Buffer): number[] {
  const long = findBox(stbl, "co64");
  if (long) return Array.from({ length: long.readUInt32BE(4) }, (_, index) => Number(long.readBigUInt64BE(8 + 8 * index)));
  const short = requireBox(stbl, "stco");
  return Array.from({ length: short.readUInt32BE(4) }, (_, index) => short.readUInt32BE(8 + 4 * index));
}
