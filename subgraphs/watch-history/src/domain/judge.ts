import type { PlaybackClaims } from "@marquee/playback-token";
import type { ViewEvent, ViewSource, viewEventKinds } from "@marquee/view-events";
import type { Verdict } from "./verdict.ts";

/** What a device says of one moment. */
export interface PlaybackEvent {
  readonly sequence: number;
  readonly kind: (typeof viewEventKinds)[number];
  readonly elapsedMs: number;
  readonly positionSeconds: number;
  readonly watchedDeltaMs: number;
  readonly watchedMs: number;
}

/** The same with who says it: the device to the graph, or its player by CMCD. */
export interface SourcedEvent extends PlaybackEvent {
  readonly source: Exclude<ViewSource, "SERVER">;
}

export type Judgement =
  | { readonly isCredible: true; readonly event: ViewEvent }
  | { readonly isCredible: false; readonly verdict: Verdict };

/** Where a source begins to count; 0 of a device is the attempt, which the server says, and CMCD has its own 0. */
const firstSequence = { GRAPH: 1, CMCD: 0 } as const;
/** What clocks and rounding may differ by. */
const TOLERANCE_MS = 5_000;
const LONGEST_SESSION_MS = 24 * 3_600_000;

/**
 * Judges one reported event by itself and by what the session's token says: no other event, no store.
 *
 * @param lateLimitMs how old an event may be, by its own time
 */
export function judge(
  event: SourcedEvent,
  claims: PlaybackClaims,
  { nowMs, lateLimitMs }: { readonly nowMs: number; readonly lateLimitMs: number },
): Judgement {
  const reason = whyNotCredible(event, claims, nowMs);
  if (reason !== undefined) return { isCredible: false, verdict: { status: "REFUSED", reason } };
  if (claims.startedAtMs + event.elapsedMs < nowMs - lateLimitMs) {
    const limit = `events are taken for ${lateLimitMs / 3_600_000} hours`;
    return { isCredible: false, verdict: { status: "TOO_LATE", reason: `${limit}, this one is older` } };
  }
  return { isCredible: true, event: viewEvent(event, claims) };
}

function whyNotCredible(event: SourcedEvent, claims: PlaybackClaims, nowMs: number): string | undefined {
  const { source, sequence, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs } = event;
  const { durationSeconds, reporting } = claims;
  // CMCD may tell of the quality of any session; what it says was watched counts in its own.
  if (source !== reporting && (source === "GRAPH" || watchedMs !== 0)) return `this session reports by ${reporting}`;
  if (![sequence, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs].every(Number.isFinite)) return "expected finite numbers";
  if (sequence < firstSequence[source]) return `the sequence starts at ${firstSequence[source]}, this one is ${sequence}`;
  if (elapsedMs < 0) return "the event is before its session's start";
  if (elapsedMs > LONGEST_SESSION_MS) return "a session lasts 24 hours at most";
  if (claims.startedAtMs + elapsedMs > nowMs + TOLERANCE_MS) return "the event is ahead of time";
  if (positionSeconds < 0) return "the position is negative";
  if (durationSeconds !== null && positionSeconds > durationSeconds + TOLERANCE_MS / 1_000) {
    return `the position is beyond the end: the film has ${durationSeconds} seconds`;
  }
  if (watchedDeltaMs < 0) return "the watched delta is negative";
  if (watchedDeltaMs > watchedMs) return "the watched delta is above its total";
  if (watchedMs > elapsedMs + TOLERANCE_MS) return "more was watched than time has passed";
  return undefined;
}

function viewEvent(event: SourcedEvent, claims: PlaybackClaims): ViewEvent {
  const { source, sequence, kind, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs } = event;
  const { sessionId, playableId, profileId, startedAtMs, durationSeconds } = claims;
  return {
    sessionId,
    source,
    sequence,
    kind,
    playableId,
    profileId,
    startedAtMs,
    elapsedMs,
    positionSeconds,
    watchedDeltaMs,
    watchedMs,
    durationSeconds,
  };
}
