import type { RollupQuery } from "../../domain/rollups/rollup-store.ts";
import type { Step } from "../../domain/rollups/step.ts";

interface RollupTable {
  /** How many steps lie in one partition. */
  readonly width: number;
  readonly insert: string;
  /** From a step up to, but without, another. */
  readonly select: string;
  /** Of these steps, one part. */
  readonly selectPart: string;
}

function table(step: "minute" | "hour" | "day", bucket: string, width: number): RollupTable {
  const name = `${step}_rollups`;
  const select = `SELECT ${step} AS at, counts FROM ${name} WHERE playable_id = ? AND ${bucket} = ?`;
  return {
    width,
    insert:
      `INSERT INTO ${name} (playable_id, ${bucket}, ${step}, part, counts) VALUES (?, ?, ?, ?, ?) ` +
      `USING TIMESTAMP ?${step === "minute" ? " AND TTL ?" : ""}`,
    select: `${select} AND ${step} >= ? AND ${step} < ?`,
    selectPart: `${select} AND ${step} IN ? AND part = ?`,
  };
}

/** What the migrations made; they say why the partitions are as wide as they are. */
export const rollupTables: Readonly<Record<Step, RollupTable>> = {
  MINUTE: table("minute", "hour", 60),
  HOUR: table("hour", "ten_days", 240),
  DAY: table("day", "hundred_days", 100),
};

/** All parts lie in one partition; its key says of what. */
export const SWEPT_SCOPE = "roll-ups";

export const sweptStatements = {
  select: "SELECT part, since_minute, received_minute FROM swept_parts WHERE scope = ?",
  insertLast: "INSERT INTO swept_parts (scope, part, received_minute) VALUES (?, ?, ?) USING TIMESTAMP ?",
  insertFirst: "INSERT INTO swept_parts (scope, part, since_minute) VALUES (?, ?, ?) USING TIMESTAMP ?",
} as const;

/** What of a range lies in one partition of a playable. */
export interface SteppedBucket {
  readonly bucket: number;
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

export function bucketOf(step: Step, at: number): number {
  return Math.floor(at / rollupTables[step].width);
}

export function bucketsOf({ step, first, end }: RollupQuery): readonly SteppedBucket[] {
  if (first >= end) return [];
  const { width } = rollupTables[step];
  const from = bucketOf(step, first);
  return Array.from({ length: bucketOf(step, end - 1) - from + 1 }, (_, index) => {
    const bucket = from + index;
    return { bucket, first: Math.max(first, bucket * width), end: Math.min(end, (bucket + 1) * width) };
  });
}
