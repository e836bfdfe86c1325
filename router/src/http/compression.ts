import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { essenceOf, qualityOf } from "./media-type.ts";

export type Encoding = "br" | "gzip";

/** Below this a compressed answer is hardly smaller, and travels in as many packets. */
const SMALL_BYTES = 1_024;

/** Brotli's own default of 11 is for files that are compressed once; 4 takes as long as gzip and saves more. */
const BROTLI_QUALITY = 4;

const brotli = promisify(brotliCompress);
const encoders: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) =>
    brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gzip: promisify(gzip),
};

/** The encoding for an answer, by the client's `Accept-Encoding`; undefined when it goes out as it is. */
export function encodingFor(acceptEncoding: string | undefined, bytes: number): Encoding | undefined {
  if (bytes < SMALL_BYTES || !acceptEncoding) return undefined;
  const ranges = acceptEncoding.split(",");
  const liking = (encoding: Encoding) => {
    const range = ranges.find((range) => essenceOf(range) === encoding) ?? ranges.find((range) => essenceOf(range) === "*");
    return range === undefined ? 0 : qualityOf(range);
  };
  const [br, gz] = [liking("br"), liking("gzip")];
  if (br === 0 && gz === 0) return undefined;
  return br >= gz ? "br" : "gzip";
}

/** Compresses answers in the thread pool; clients that share an answer share its compressed form. */
export class Compression {
  readonly #made: Readonly<Record<Encoding, WeakMap<Buffer, Promise<Buffer>>>> = { br: new WeakMap(), gzip: new WeakMap() };

  compress(bytes: Buffer, encoding: Encoding): Promise<Buffer> {
    const known = this.#made[encoding].get(bytes);
    if (known) return known;
    const compressing = encoders[encoding](bytes);
    this.#made[encoding].set(bytes, compressing);
    return compressing;
  }
}
