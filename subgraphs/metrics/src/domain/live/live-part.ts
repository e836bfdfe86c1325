import type { ViewEvent, ViewEventKind } from "@marquee/view-events";
import { COUNTING_MS } from "../thresholds.ts";

/** How long a playable that nobody watches any more stays among the counts with 0, so that a dashboard sees it go to 0. */
const SHOWN_EMPTY_MS = 30_000;

interface Session {
  readonly playableId: string;
  readonly elapsedMs: number;
  readonly sequence: number;
  readonly receivedAtMs: number;
  readonly isWatching: boolean;
  readonly expiresAtMs: number;
}

/** The live sessions of one part, counted. Events may come in any order and any number of times: the same ones give the same counts. */
export class LivePart {
  readonly #maxSessions: number;
  readonly #sessions = new Map<string, Session>();
  readonly #viewers = new Map<string, number>();
  readonly #emptySinceMs = new Map<string, number>();
  /** Undefined for all of them. */
  #changed: Set<string> | undefined;
  #partialUntilMs = 0;

  /** @param maxSessions how many sessions are held at most, about 300 bytes each; those beyond make the counts partial */
  constructor(maxSessions: number) {
    this.#maxSessions = maxSessions;
  }

  /** Sessions being watched, by playable, as of the last event and of the last call of `expire`. */
  get viewers(): ReadonlyMap<string, number> {
    return this.#viewers;
  }

  /**
   * Takes an event, however late; one whose time has passed changes nothing.
   *
   * @param receivedAtMs keeps an event that claims to be ahead of time from counting for longer than others
   */
  apply(event: ViewEvent, receivedAtMs: number, nowMs: number): void {
    if (event.kind === "ATTEMPT") return;
    const { sessionId, playableId, elapsedMs, sequence } = event;
    const expiresAtMs = Math.min(event.startedAtMs + elapsedMs, receivedAtMs) + COUNTING_MS;
    if (expiresAtMs <= nowMs) return;

    const before = this.#sessions.get(sessionId);
    const session = { playableId, elapsedMs, sequence, receivedAtMs, isWatching: isWatching(event.kind), expiresAtMs };
    if (before && !isLater(session, before)) return;
    if (!before && this.#sessions.size >= this.#maxSessions) {
      this.#partialUntilMs = Math.max(this.#partialUntilMs, expiresAtMs);
      return;
    }
    this.#sessions.set(sessionId, session);
    this.#recount(before, session, nowMs);
  }

  /** Lets go of what has expired by now. */
  expire(nowMs: number): void {
    // A session that ended is kept until its last event expires: until then an earlier event that comes late must find it ended.
    for (const [sessionId, session] of this.#sessions) {
      if (session.expiresAtMs > nowMs) continue;
      this.#sessions.delete(sessionId);
      this.#recount(session, undefined, nowMs);
    }
    for (const [playableId, sinceMs] of this.#emptySinceMs) {
      if (sinceMs + SHOWN_EMPTY_MS > nowMs) continue;
      this.#emptySinceMs.delete(playableId);
      this.#viewers.delete(playableId);
      this.#changed?.add(playableId);
    }
  }

  /** False while sessions that were left out may still be watched. */
  isExact(nowMs: number): boolean {
    return this.#partialUntilMs <= nowMs;
  }

  get hasChanged(): boolean {
    return this.#changed === undefined || this.#changed.size > 0;
  }

  /** The playables whose count may be another than when this was last asked; undefined, for all of them, the first time. */
  takeChanged(): readonly string[] | undefined {
    const changed = this.#changed && [...this.#changed];
    this.#changed = new Set();
    return changed;
  }

  /** Makes all of them changed again, as when what was taken got lost. */
  markAllChanged(): void {
    this.#changed = undefined;
  }

  #recount(before: Session | undefined, after: Session | undefined, nowMs: number): void {
    const wasIn = before?.isWatching ? before.playableId : undefined;
    const isIn = after?.isWatching ? after.playableId : undefined;
    if (wasIn === isIn) return;
    if (wasIn !== undefined) this.#add(wasIn, -1, nowMs);
    if (isIn !== undefined) this.#add(isIn, 1, nowMs);
  }

  #add(playableId: string, change: 1 | -1, nowMs: number): void {
    const viewers = (this.#viewers.get(playableId) ?? 0) + change;
    this.#viewers.set(playableId, viewers);
    this.#changed?.add(playableId);
    if (viewers === 0) this.#emptySinceMs.set(playableId, nowMs);
    else this.#emptySinceMs.delete(playableId);
  }
}

/** Whether a session whose last event is of this kind is being watched. */
function isWatching(kind: ViewEventKind): boolean {
  switch (kind) {
    case "STARTED":
    case "PLAYING":
    case "BUFFERING":
    case "SEEKED":
      return true;
    case "PAUSED":
    case "ENDED":
    case "STOPPED":
    case "FAILED":
    case "ATTEMPT":
      return false;
    default:
      return kind satisfies never;
  }
}

/** Of two events of a session: by when they happened, then by their number; of one moment said twice, what was said later. */
function isLater(a: Session, b: Session): boolean {
  if (a.elapsedMs !== b.elapsedMs) return a.elapsedMs > b.elapsedMs;
  if (a.sequence !== b.sequence) return a.sequence > b.sequence;
  return a.receivedAtMs >= b.receivedAtMs;
}
