import { boxesIn, findBox, MalformedMovie, requireBox } from "./boxes.ts";

/** What a track's `stsd` box says of how its samples are coded. */
export type SampleEntry =
  | { readonly kind: "VIDEO"; readonly codec: string }
  | { readonly kind: "AUDIO"; readonly codec: string; readonly channels: number; readonly sampleRate: number };

/** Reads an `stsd` payload (ISO/IEC 14496-12, 8.5.2) with one entry, H.264 or AAC. */
export function readSampleEntry(stsd: Buffer): SampleEntry {
  // After version and flags (4 bytes) and the count of entries (4).
  const [entry] = boxesIn(stsd.subarray(8));
  if (entry?.type === "avc1") return { kind: "VIDEO", codec: avcCodec(requireBox(entry.payload.subarray(visualEntryBytes), "avcC")) };
  if (entry?.type === "mp4a") {
    return {
      kind: "AUDIO",
      codec: aacCodec(findBox(entry.payload.subarray(audioEntryBytes), "esds")),
      channels: entry.payload.readUInt16BE(16),
      sampleRate: entry.payload.readUInt32BE(24) / 65_536,
    };
  }
  throw new MalformedMovie(`Expected H.264 or AAC, found ${entry?.type ?? "nothing"}.`);
}

/** Bytes of a VisualSampleEntry (12.1.3) and an AudioSampleEntry (12.2.3) before the boxes in them. */
const visualEntryBytes = 78;
const audioEntryBytes = 28;

/** `avc1.PPCCLL`: profile, constraints and level as they stand in the decoder's configuration (RFC 6381, 3.3). */
const avcCodec = (avcC: Buffer): string => `avc1.${avcC.toString("hex", 1, 4)}`;

/** `mp4a.40.N`, N being MPEG-4's audio object type: the first five bits of the decoder's own configuration (ISO/IEC 14496-3, 1.6.2.1). */
function aacCodec(esds: Buffer | undefined): string {
  const configuration = esds && findDescriptor(esds.subarray(4), 3, 4, 5);
  const objectType = configuration?.[0] === undefined ? 2 : configuration[0] >> 3;
  return `mp4a.40.${objectType}`;
}

/** Follows nested descriptors by their tags (ISO/IEC 14496-1, 7.2.2.2). */
function findDescriptor(bytes: Buffer, tag: number, ...inner: readonly number[]): Buffer | undefined {
  for (let at = 0; at < bytes.length; ) {
    const found = bytes[at];
    let length = 0;
    let more = true;
    for (at += 1; more && at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      length = length * 128 + (byte & 0x7f);
      more = byte >= 0x80;
    }
    const payload = bytes.subarray(at, at + length);
    if (found === tag) {
      const [next, ...rest] = inner;
      // What stands before the inner descriptors: ES_Descriptor 3 bytes (no optional fields here), DecoderConfigDescriptor 13.
      return next === undefined ? payload : findDescriptor(payload.subarray(tag === 3 ? 3 : 13), next, ...rest);
    }
    at += length;
  }
  return undefined;
}
