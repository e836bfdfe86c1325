import type { PlaybackEventInput, PlaybackEventKind } from "../graphql/generated/graphql.ts";

/**
 * Two marks further apart than this while playing mean that the computer slept or the page was frozen: heartbeats come every ten seconds,
 * hidden pages included. Nobody watched in between.
 */
const longestWatchedGapMs = 30_000;

/** Writes down one session's events: what each adds to the time watched, and what it adds up to. All by one monotonic clock. */
export class Journal {
  readonly #now: () => number;
  readonly #startedAtMs: number;
  #sequence = 0;
  #watchedMs = 0;
  #reportedMs = 0;
  #watchingSinceMs: number | undefined;
  #last: PlaybackEventInput | undefined;

  /** `now` is monotonic, in milliseconds; the session starts at this call. */
  constructor(now: () => number) {
    this.#now = now;
    this.#startedAtMs = now();
  }

  get last(): PlaybackEventInput | undefined {
    return this.#last;
  }

  get isCounting(): boolean {
    return this.#watchingSinceMs !== undefined;
  }

  /** Stops counting without an event, as when a seek begins; `record` says later what came of it. */
  hold(): void {
    this.#count(this.#elapsedMs(), false);
  }

  record(kind: PlaybackEventKind, positionSeconds: number): PlaybackEventInput {
    const elapsedMs = this.#elapsedMs();
    this.#count(elapsedMs, isWatching(kind));
    this.#sequence += 1;
    this.#last = {
      sequence: this.#sequence,
      kind,
      elapsedMs,
      positionSeconds: Math.max(0, Math.round(positionSeconds * 1000) / 1000),
      watchedDeltaMs: this.#watchedMs - this.#reportedMs,
      watchedMs: this.#watchedMs,
    };
    this.#reportedMs = this.#watchedMs;
    return this.#last;
  }

  #count(elapsedMs: number, goesOn: boolean): void {
    const gapMs = this.#watchingSinceMs === undefined ? 0 : elapsedMs - this.#watchingSinceMs;
    if (gapMs <= longestWatchedGapMs) this.#watchedMs += gapMs;
    this.#watchingSinceMs = goesOn ? elapsedMs : undefined;
  }

  /** Whole milliseconds, rounded down once, so that sums of differences never exceed the time that passed. */
  #elapsedMs(): number {
    return Math.floor(this.#now() - this.#startedAtMs);
  }
}

function isWatching(kind: PlaybackEventKind): boolean {
  return kind === "STARTED" || kind === "PLAYING";
}
