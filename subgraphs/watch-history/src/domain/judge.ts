import type { PlaybackClaims } from "@marquee/playback-token";
import type { ViewEvent, viewEventKinds } from "@marquee/view-events";
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

export type Judgement =
  | { readonly isCredible: true; readonly event: ViewEvent }
  | { readonly isCredible: false; readonly verdict: Verdict };

/** What clocks and rounding may differ by. */
const TOLERANCE_MS = 5_000;
const LONGEST_SESSION_MS = 24 * 3_600_000;

/**
 * Judges one reported event by itself and by what the session's token says: no other event, no store.
 *
 * @param lateLimitMs how old an event may be, by its own time
 */
export function judge(
  event: PlaybackEvent,
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

function whyNotCredible(event: PlaybackEvent, claims: PlaybackClaims, nowMs: number): string | undefined {
  const { sequence, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs } = event;
  const { durationSeconds } = claims;
  if (claims.reporting !== "GRAPH") return `this session reports by ${claims.reporting}`;
  if (![sequence, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs].every(Number.isFinite)) return "expected finite numbers";
  if (sequence < 1) return `the sequence starts at 1, this one is ${sequence}`;
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

function viewEvent(event: PlaybackEvent, claims: PlaybackClaims): ViewEvent {
  const { sequence, kind, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs } = event;
  const { sessionId, playableId, profileId, startedAtMs, durationSeconds } = claims;
  return {
    sessionId,
    source: "GRAPH",
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
