import type { Sweep } from "./rollup-store.ts";
import { stepMs } from "./step.ts";

/** Received minutes that are swept together when there is much to catch up on: windows touched in several of them are read once. */
const MINUTES_AT_ONCE = 60;

export interface SweepLimits {
  readonly parts: number;
  /** How long after its end a received minute may still be written to. */
  readonly graceMs: number;
  /** A part that was never swept begins this long ago. */
  readonly lateLimitHours: number;
}

/** The last received minute that no write can still be under way for. */
export function lastClosedMinute(nowMs: number, graceMs: number): number {
  return Math.floor((nowMs - graceMs) / stepMs.MINUTE) - 1;
}

/** The last received minute that there may be marks in by now, on a receiver whose clock is ahead of this one. */
export function lastMarkedMinute(nowMs: number, graceMs: number): number {
  return Math.floor((nowMs + graceMs) / stepMs.MINUTE);
}

/** How long until another received minute closes. */
export function msToNextClose(nowMs: number, graceMs: number): number {
  return (lastClosedMinute(nowMs, graceMs) + 2) * stepMs.MINUTE + graceMs - nowMs;
}

/** The next stretch for each part that is behind; empty when all are swept as far as can be. */
export function planSweeps(
  swept: ReadonlyMap<number, number>,
  nowMs: number,
  { parts, graceMs, lateLimitHours }: SweepLimits,
): readonly Sweep[] {
  const closed = lastClosedMinute(nowMs, graceMs);
  const oldest = closed - Math.ceil(lateLimitHours * 60);
  return Array.from({ length: parts }, (_, part): Sweep => {
    const first = (swept.get(part) ?? oldest - 1) + 1;
    return { part, first, last: Math.min(closed, first + MINUTES_AT_ONCE - 1) };
  }).filter(({ first, last }) => first <= last);
}
