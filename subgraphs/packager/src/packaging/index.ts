export { MalformedMovie } from "./boxes.ts";
export {
  type EncodeIndex,
  type IndexedAudio,
  type IndexedTrack,
  type IndexedVideo,
  indexFile,
  parseEncodeIndex,
  stillFile,
} from "./encode-index.ts";
export type { Fraction } from "./fraction.ts";
export { indexEncode } from "./index-encode.ts";
export { type MediaFile, type MediaReader, openEncode, PackagedEncode } from "./packaged-encode.ts";
