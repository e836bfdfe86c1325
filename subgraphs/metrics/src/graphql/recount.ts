import { codedError } from "@marquee/coded-errors";
import { isPlayableId } from "../domain/playable-id.ts";
import type { Recount, RecountRange } from "../domain/rollups/recount.ts";
import type { Difference } from "../domain/rollups/recount-part.ts";
import { stepAt, stepMs } from "../domain/rollups/step.ts";
import { toCounts } from "./audience.ts";
import type { RecountDifferenceType, RecountType } from "./recount-types.ts";

/** Partitions of raw events that one recount reads: twelve and a half hours of 16 parts, some seconds. */
const MAX_PARTITIONS = 12_000;
const MAX_DIFFERENCES = 100;
const MAX_SESSIONS = 1_000;

export interface RecountArguments {
  readonly playableId: string;
  readonly from: Date;
  readonly to: Date;
  /** How many parts a minute lies in. */
  readonly parts: number;
}

/** @throws BAD_USER_INPUT for what is no id, and for a range that is empty or too long */
export function checkedRecountRange({ playableId, from, to, parts }: RecountArguments): RecountRange {
  if (!isPlayableId(playableId)) throw codedError("BAD_USER_INPUT", 'Expected "playableId" to be the id of a playable.');
  if (from >= to) {
    throw codedError("BAD_USER_INPUT", `Expected "from" to be before "to", got ${from.toISOString()} and ${to.toISOString()}.`);
  }
  const range = { playableId, first: stepAt("MINUTE", from.getTime()), end: stepAt("MINUTE", to.getTime() - 1) + 1 };
  const length = range.end - range.first;
  const most = Math.max(1, Math.floor(MAX_PARTITIONS / parts));
  if (length > most)
    throw codedError("BAD_USER_INPUT", `Expected a range of at most ${most} minutes, got ${length}: recount it piece by piece.`);
  return range;
}

export function toRecount(recount: Recount, { first }: RecountRange, definition: string): RecountType {
  const { stored, recounted, isEqual, hasExpired, minutesCompared, differences, inconsistentSessionIds } = recount;
  const atMs = first * stepMs.MINUTE;
  return {
    equal: isEqual ?? null,
    stored: stored ? toCounts({ atMs, counts: stored }) : null,
    recounted: recounted ? toCounts({ atMs, counts: recounted }) : null,
    expired: hasExpired,
    inconsistentSessionIds: inconsistentSessionIds.slice(0, MAX_SESSIONS),
    minutesCompared,
    differences: differences.slice(0, MAX_DIFFERENCES).map(toDifference),
    definition,
  };
}

function toDifference({ step, part, at, stored, recounted }: Difference): RecountDifferenceType {
  const atMs = at * stepMs[step];
  return { step, part, stored: toCounts({ atMs, counts: stored }), recounted: toCounts({ atMs, counts: recounted }) };
}
