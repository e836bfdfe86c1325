import { decodeCmcd } from "@svta/cml-cmcd";
import { z } from "zod";
import type { CmcdLine } from "../domain/report-cmcd.ts";

/** A number; a custom key may say it as text too, which is what CMCD's validators expect of custom keys. */
const count = z.number().nonnegative();
const customCount = z.union([
  count,
  z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number),
]);

const shape = z
  .object(
    {
      v: z.literal(2).optional(),
      e: z.string(),
      ts: count,
      sn: z.int32().nonnegative().optional(),
      sta: z.string().optional(),
      pt: count.optional(),
      "com.marquee-wd": customCount.optional(),
      "com.marquee-wt": customCount.optional(),
    },
    { error: "expected a structured-field dictionary" },
  )
  .refine((report) => (report["com.marquee-wd"] === undefined) === (report["com.marquee-wt"] === undefined), {
    error: "com.marquee-wd and com.marquee-wt go together",
  });

/** Reads a body of CMCD event reports: a structured-field dictionary on each line. A line that cannot be read costs no other. */
export function readCmcd(body: string): readonly CmcdLine[] {
  return body
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .map(readLine);
}

function readLine(line: string): CmcdLine {
  const read = shape.safeParse(dictionary(line));
  if (!read.success) return { reason: read.error.issues.map(({ path, message }) => [...path, message].join(": ")).join("; ") };
  const { e, ts, sn, sta, pt, "com.marquee-wd": deltaMs, "com.marquee-wt": totalMs } = read.data;
  const watched = deltaMs === undefined || totalMs === undefined ? undefined : { deltaMs, totalMs };
  return { eventType: e, deviceTimeMs: ts, sequence: sn, state: sta, playheadMs: pt, watched };
}

/** Undefined for what is none; the decoder's own message repeats the line. */
function dictionary(line: string): unknown {
  try {
    return decodeCmcd(line);
  } catch {
    return undefined;
  }
}
