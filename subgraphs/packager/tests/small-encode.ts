import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EncodeRequest, Encoder } from "../src/domain/encoder.ts";
import type { FinishedEncode } from "../src/domain/import-job.ts";
import { type EncodeIndex, indexFile, stillFile } from "../src/packaging/index.ts";
import { packNumbers } from "../src/packaging/number-column.ts";

/** Two segments of two samples each, of bytes that are told apart easily. */
export const trackBytes = Buffer.from(Array.from({ length: 400 }, (_, at) => at % 251));
export const stillBytes = Buffer.from("a picture");

const index: EncodeIndex = {
  version: 1,
  durationSeconds: 8,
  still: stillFile,
  tracks: [
    {
      kind: "VIDEO",
      name: "v0",
      codec: "avc1.64001f",
      bitrateKbps: 1,
      averageBitsPerSecond: 400,
      peakBitsPerSecond: 400,
      timescale: 1000,
      skip: 0,
      shown: 8000,
      durationSeconds: 8,
      sampleDescription: Buffer.alloc(16).toString("base64"),
      dataStart: 0,
      sizes: packNumbers([100, 100, 100, 100]),
      keys: packNumbers([0, 2]),
      durations: [[4, 2000]],
      segments: [
        { samples: 2, start: 0, duration: 4000 },
        { samples: 2, start: 4000, duration: 4000 },
      ],
      width: 1280,
      height: 720,
      frameRate: { numerator: 1, denominator: 2 },
      framesPerSecond: 0.5,
    },
  ],
};

export const finished: FinishedEncode = {
  durationSeconds: 8,
  renditions: [{ kind: "VIDEO", codec: "avc1.64001f", bitrateKbps: 1, width: 1280, height: 720, framesPerSecond: 0.5 }],
};

/** Writes what a real encoder would leave, as small as it gets. */
export async function writeSmallEncode(folder: string): Promise<FinishedEncode> {
  await writeFile(join(folder, "v0.mp4"), trackBytes);
  await writeFile(join(folder, stillFile), stillBytes);
  await writeFile(join(folder, indexFile), JSON.stringify(index));
  return finished;
}

/** An encoder whose work a test decides; without a decision it makes the small encode at once. */
export function smallEncoder(
  encode: (request: EncodeRequest) => Promise<FinishedEncode> = ({ folder }) => writeSmallEncode(folder),
): Encoder {
  return { encode, makeDemoClip: ({ file, clip }) => writeFile(file, clip), check: async () => {} };
}

/** Never resolves; rejects as a killed encoder does. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
