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

/** How events move the history and what was last heard of each session, by what its device said. */
export function watchingChangesOf(events: readonly StoredEvent[]): readonly WatchingChange[] {
  const changes = new Map<string, WatchingChange>();
  for (const event of events) {
    if (event.source === "SERVER") continue; // an attempt: no device was heard of yet
    const change = watchingChange(event);
    const key = JSON.stringify([event.profileId, event.startedAtMs, event.sessionId]);
    const before = changes.get(key);
    changes.set(key, before ? together(before, change) : change);
  }
  return [...changes.values()];
}

function watchingChange(event: StoredEvent): WatchingChange {
  const { profileId, playableId, sessionId, startedAtMs, watchedMs, positionSeconds, kind, receivedAtMs } = event;
  const stamp = stampOf(event);
  return {
    profileId,
    playableId,
    sessionId,
    startedAtMs,
    cell: watchedMs > 0 ? { ...stamp, watchedMs, positionSeconds } : undefined, // opened and not watched: no watching
    latest: { ...stamp, kind },
    heardAtMs: receivedAtMs,
  };
}

function together(one: WatchingChange, other: WatchingChange): WatchingChange {
  return {
    ...one,
    cell: later(one.cell, other.cell),
    latest: isLater(other.latest, one.latest) ? other.latest : one.latest,
    heardAtMs: Math.max(one.heardAtMs, other.heardAtMs),
  };
}

function movesResumePoint({ kind, source, watchedDeltaMs }: ViewEvent): boolean {
  // CMCD reports that a seek begins, at the position that is left; where it ends, the next thing watched says.
  return watchedDeltaMs > 0 || (kind === "SEEKED" && source !== "CMCD");
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
