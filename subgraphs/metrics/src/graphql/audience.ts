import { codedError } from "@marquee/coded-errors";
import type { Counts } from "../domain/rollups/counts.ts";
import { type Audience, type AudienceRange, audienceRange } from "../domain/rollups/read-audience.ts";
import type { Step } from "../domain/rollups/step.ts";
import type { AudienceCountsType, AudienceType } from "./audience-types.ts";

/** A minute's chart of a day and an hour, or four years of days. */
const MAX_STEPS = 1_500;

/** @throws BAD_USER_INPUT for a range that is empty or has too many steps */
export function checkedRange(from: Date, to: Date, step: Step): AudienceRange {
  if (from >= to)
    throw codedError("BAD_USER_INPUT", `Expected "from" to be before "to", got ${from.toISOString()} and ${to.toISOString()}.`);
  const range = audienceRange(from.getTime(), to.getTime(), step);
  const length = range.end - range.first;
  if (length > MAX_STEPS) {
    throw codedError("BAD_USER_INPUT", `Expected at most ${MAX_STEPS} steps, got ${length}: take a shorter range or a wider step.`);
  }
  return range;
}

export function toAudience({ totals, steps, asOfMs, definition }: Audience): AudienceType {
  return {
    totals: toCounts(totals),
    steps: steps.map(toCounts),
    asOf: asOfMs === undefined ? null : new Date(asOfMs),
    definition,
  };
}

export function toCounts({ atMs, counts }: { readonly atMs: number; readonly counts: Counts | undefined }): AudienceCountsType {
  return {
    at: new Date(atMs),
    attempts: counts?.attempts ?? null,
    plays: counts?.plays ?? null,
    views: counts?.views ?? null,
    uniqueViewers: null,
    watchSeconds: counts ? counts.watchMs / 1_000 : null,
  };
}
