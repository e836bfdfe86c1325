import type { StoredEvent, ViewEventKind } from "@marquee/view-events";

/** A moment in the middle of a minute, an hour and a day. */
export const NOW = Date.UTC(2026, 0, 15, 20, 30, 30);

/** An event that alice's device might have sent, received when it happened unless said otherwise. */
export function viewEvent(change: Partial<StoredEvent> = {}): StoredEvent {
  const event = {
    sessionId: "session of alice",
    source: "GRAPH" as const,
    sequence: 1,
    kind: "PLAYING" as const,
    playableId: "film",
    profileId: "alice",
    startedAtMs: NOW - 10_000,
    elapsedMs: 10_000,
    positionSeconds: 10,
    watchedDeltaMs: 10_000,
    watchedMs: 10_000,
    durationSeconds: 5_400,
    ...change,
  };
  return { receivedAtMs: event.startedAtMs + event.elapsedMs, ...event };
}

export interface Watching {
  readonly sessionId: string;
  readonly playableId: string;
  readonly startedAtMs: number;
  readonly durationSeconds: number | null;
  /** What was watched before each report, in order. */
  readonly deltasMs: readonly number[];
}

const kinds: readonly ViewEventKind[] = ["PLAYING", "PAUSED", "BUFFERING", "SEEKED"];

/** Event 0 and the reports of a watching, ten seconds apart. */
export function eventsOf({ sessionId, playableId, startedAtMs, durationSeconds, deltasMs }: Watching): readonly StoredEvent[] {
  const about = { sessionId, playableId, startedAtMs, durationSeconds };
  const attempt = viewEvent({ ...about, source: "SERVER", sequence: 0, kind: "ATTEMPT", elapsedMs: 0, watchedDeltaMs: 0, watchedMs: 0 });
  let watchedMs = 0;
  const reports = deltasMs.map((watchedDeltaMs, index) => {
    watchedMs += watchedDeltaMs;
    const kind = kinds[index % kinds.length] ?? "PLAYING";
    return viewEvent({ ...about, sequence: index + 1, kind, elapsedMs: (index + 1) * 10_000, watchedDeltaMs, watchedMs });
  });
  return [attempt, ...reports];
}

/** Numbers that look random and are the same in each run (mulberry32): from 0 up to, but without, 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Some watchings of a few playables within an hour or two, with pauses and seeks that add nothing. */
export function randomWatchings(random: () => number, count: number): readonly Watching[] {
  return Array.from({ length: count }, (_, index) => ({
    sessionId: `session ${index}`,
    playableId: `film ${Math.floor(random() * 3)}`,
    startedAtMs: NOW + Math.floor(random() * 5_400_000),
    durationSeconds: [null, 5_400, 60, 45, 20][Math.floor(random() * 5)] ?? null,
    deltasMs: Array.from({ length: Math.floor(random() * 30) }, () => (random() < 0.3 ? 0 : Math.floor(random() * 10_001))),
  }));
}

/** What watchings amount to, session by session, as a person with a pencil would find it. */
export function recountByHand(watchings: readonly Watching[]) {
  const totals = watchings.map(({ deltasMs, durationSeconds }) => {
    const watchedMs = deltasMs.reduce((sum, delta) => sum + delta, 0);
    const neededMs = durationSeconds !== null && durationSeconds < 60 ? durationSeconds * 500 : 30_000;
    return { watchedMs, isPlay: watchedMs > 0, isView: watchedMs >= neededMs };
  });
  return {
    attempts: watchings.length,
    plays: totals.filter(({ isPlay }) => isPlay).length,
    views: totals.filter(({ isView }) => isView).length,
    watchMs: totals.reduce((sum, { watchedMs }) => sum + watchedMs, 0),
  };
}
