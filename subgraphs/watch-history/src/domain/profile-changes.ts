import type { StoredEvent, ViewEvent } from "@marquee/view-events";
import type { EventStamp, ResumeCell, ResumeChange, WatchingChange } from "./profile-store.ts";
import { isFinishedBy } from "./progress.ts";

/** Whether an event can change what its profile has in progress. A device that stays paused never does. */
export function movesProfile(event: ViewEvent): boolean {
  return movesResumePoint(event) || event.kind === "ENDED";
}

/** How events move resume points: the latest for each profile and playable. */
export function resumeChangesOf(events: readonly StoredEvent[]): readonly ResumeChange[] {
  const changes = new Map<string, ResumeChange>();
  for (const event of events) {
    if (!movesProfile(event)) continue;
    const moves = movesResumePoint(event);
    const { profileId, playableId } = event;
    const key = JSON.stringify([profileId, playableId]);
    const before = changes.get(key);
    const cell = later(before?.cell, moves ? resumeCell(event) : undefined);
    const ended = later(before?.ended, moves ? undefined : stampOf(event));
    changes.set(key, { profileId, playableId, cell, ended });
  }
  return [...changes.values()];
}

/** How events move the history: the latest for each session in which something was watched. */
export function watchingChangesOf(events: readonly StoredEvent[]): readonly WatchingChange[] {
  const changes = new Map<string, WatchingChange>();
  for (const event of events) {
    if (event.watchedMs === 0) continue; // opened and not watched: no watching
    const { profileId, playableId, sessionId, startedAtMs, watchedMs, positionSeconds } = event;
    const cell = { ...stampOf(event), watchedMs, positionSeconds };
    const key = JSON.stringify([profileId, startedAtMs, sessionId]);
    changes.set(key, { profileId, playableId, sessionId, startedAtMs, cell: later(changes.get(key)?.cell, cell) ?? cell });
  }
  return [...changes.values()];
}

function movesResumePoint({ kind, watchedDeltaMs }: ViewEvent): boolean {
  return kind === "SEEKED" || watchedDeltaMs > 0;
}

function resumeCell(event: StoredEvent): ResumeCell {
  const { positionSeconds, durationSeconds } = event;
  return { ...stampOf(event), positionSeconds, durationSeconds: durationSeconds ?? undefined, isFinished: isFinishedBy(event) };
}

function stampOf({ startedAtMs, elapsedMs, sessionId, sequence, receivedAtMs }: StoredEvent): EventStamp {
  return { atMs: startedAtMs + elapsedMs, sessionId, sequence, receivedAtMs };
}

function later<Cell extends EventStamp>(one: Cell | undefined, other: Cell | undefined): Cell | undefined {
  if (!one || !other) return one ?? other;
  return isLater(other, one) ? other : one;
}

function isLater(one: EventStamp, other: EventStamp): boolean {
  if (one.atMs !== other.atMs) return one.atMs > other.atMs;
  if (one.sessionId !== other.sessionId) return one.sessionId > other.sessionId;
  if (one.sequence !== other.sequence) return one.sequence > other.sequence;
  return one.receivedAtMs > other.receivedAtMs;
}
