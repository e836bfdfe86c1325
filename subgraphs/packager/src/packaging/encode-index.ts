import { z } from "zod";

/**
 * All that is known of an encode without reading its media: written once beside the tracks as `index.json`, read by
 * whoever serves them. Times are in ticks of the track's timescale and count from the start of the film.
 */
const trackFacts = {
  /** `v0` or `a0`: the first part of its URLs, and the name of its file before `.mp4`. */
  name: z.string().regex(/^[va]\d+$/),
  /** As players need it to decide whether they can play it (RFC 6381). */
  codec: z.string(),
  bitrateKbps: z.int(),
  averageBitsPerSecond: z.int(),
  /** The most that any stretch of about one segment takes. */
  peakBitsPerSecond: z.int(),
  timescale: z.int().positive(),
  /** Ticks at the start of the media that are decoded and not shown. */
  skip: z.int().nonnegative(),
  /** Ticks that are shown. */
  shown: z.int().positive(),
  durationSeconds: z.number(),
  /** The payload of its `stsd` box, in base64. */
  sampleDescription: z.string(),
  /** Where the first sample lies in the file; the others follow without a gap. */
  dataStart: z.int(),
  /** Bytes of each sample, from a sample's decoding to its composition, and which ones decoding can start at: see `number-column.ts`. */
  sizes: z.string(),
  offsets: z.string().optional(),
  keys: z.string().optional(),
  /** Pairs: so many samples last so long. */
  durations: z.array(z.tuple([z.int(), z.int()])),
  /** One for each segment. */
  segments: z.array(z.object({ samples: z.int().positive(), start: z.int().nonnegative(), duration: z.int().nonnegative() })),
};

const indexedVideo = z.object({
  kind: z.literal("VIDEO"),
  ...trackFacts,
  width: z.int(),
  height: z.int(),
  frameRate: z.object({ numerator: z.int(), denominator: z.int() }),
  framesPerSecond: z.number(),
});

const indexedAudio = z.object({
  kind: z.literal("AUDIO"),
  ...trackFacts,
  /** BCP 47; `und` where the source did not say. */
  language: z.string(),
  channels: z.int(),
  sampleRate: z.int(),
});

const encodeIndex = z.object({
  version: z.literal(1),
  /** Of the longest track. */
  durationSeconds: z.number(),
  /** The file of a picture from the film. */
  still: z.string().optional(),
  tracks: z.array(z.discriminatedUnion("kind", [indexedVideo, indexedAudio])),
});

export type IndexedVideo = Readonly<z.infer<typeof indexedVideo>>;
export type IndexedAudio = Readonly<z.infer<typeof indexedAudio>>;
export type IndexedTrack = IndexedVideo | IndexedAudio;
export type EncodeIndex = Readonly<z.infer<typeof encodeIndex>>;

export const indexFile = "index.json";
export const stillFile = "still.jpg";

/** Reads what `index.json` holds; throws where it is not an index of this version. */
export function parseEncodeIndex(json: string): EncodeIndex {
  return encodeIndex.parse(JSON.parse(json));
}
