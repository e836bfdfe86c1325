import type { ViewEvent } from "@marquee/view-events";
import type { ResumePoint } from "./profile-store.ts";

/** From here on only the credits are left. */
const FINISHED_FROM = 0.95;

export interface Progress {
  readonly positionSeconds: number;
  /** 0 to 100; undefined where the duration is unknown. */
  readonly percent: number | undefined;
  readonly finished: boolean;
  readonly updatedAt: Date;
}

export function progressOf({ positionSeconds, durationSeconds, isFinished, updatedAtMs }: ResumePoint): Progress {
  const percent = durationSeconds ? Math.min(100, (positionSeconds / durationSeconds) * 100) : undefined; // a film of 0 s has none either
  return { positionSeconds, percent, finished: isFinished, updatedAt: new Date(updatedAtMs) };
}

/** Whether an event says that the film was watched to its end. */
export function isFinishedBy({ kind, positionSeconds, durationSeconds }: ViewEvent): boolean {
  return kind === "ENDED" || (durationSeconds !== null && positionSeconds >= FINISHED_FROM * durationSeconds);
}
