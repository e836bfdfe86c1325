import type { PlaybackClaims } from "@marquee/playback-token";
import type { PlaybackEvent } from "./judge.ts";

/** What is read of one CMCD event report (version 2). Source: CTA-5004-B, https://cta-wave.github.io/Resources/common-media-client-data--cta-5004-b.html */
export interface CmcdReport {
  /** `e`: why the player reports. */
  readonly eventType: string;
  /** `ts`: by the device's wall clock. */
  readonly deviceTimeMs: number;
  /** `sn`: counts the reports of a session from 0. */
  readonly sequence: number | undefined;
  /** `sta`: what the viewer sees. */
  readonly state: string | undefined;
  /** `pt`: what is shown. */
  readonly playheadMs: number | undefined;
  /** `com.marquee-wd` and `com.marquee-wt`: watched since the report before, and in the session so far. */
  readonly watched: { readonly deltaMs: number; readonly totalMs: number } | undefined;
}

/** A change of the play state, the heartbeat, and an error. All others tell of bitrates, requests, windows and advertisements. */
const ofWatching: ReadonlySet<string> = new Set(["ps", "t", "e"]);

/** `sta`. Preloading is not among them: nobody watches yet. */
const kinds: ReadonlyMap<string, PlaybackEvent["kind"]> = new Map([
  ["s", "STARTED"],
  ["p", "PLAYING"],
  ["a", "PAUSED"],
  ["k", "SEEKED"],
  ["r", "BUFFERING"],
  ["e", "ENDED"],
  ["f", "FAILED"],
  ["q", "STOPPED"],
]);
const PRELOADING = "d";

/**
 * What a CMCD report says in the words of a device's own events.
 *
 * - Its time is the device's wall clock. `startPlayback` was told that clock and signed its offset into the token, so a clock that is
 *   hours off shifts nothing; a session that was told none has no way to place such a time.
 * - Its two sums count only where CMCD is the session's source of watch time. Elsewhere they are left out, and it tells of quality alone.
 *
 * @returns undefined for what tells nothing of a watching, and the reason where it cannot be placed
 */
export function playbackEventOf(report: CmcdReport, claims: PlaybackClaims): PlaybackEvent | { readonly reason: string } | undefined {
  const { eventType, state, sequence, playheadMs } = report;
  if (!ofWatching.has(eventType) || state === PRELOADING) return undefined;
  const kind = kinds.get(state ?? "");
  if (kind === undefined) return { reason: `"sta" is one of ${[...kinds.keys(), PRELOADING].join(", ")}` };
  if (sequence === undefined) return { reason: '"sn" is missing, which tells a report from its repeat' };
  if (claims.clockOffsetMs === null) return { reason: "startPlayback was not told this device's clock (deviceTime)" };
  const watched = claims.reporting === "CMCD" ? report.watched : undefined;
  // Where nothing was watched the position changes nothing, and a player that starts has none yet.
  if (playheadMs === undefined && watched && watched.totalMs > 0) return { reason: '"pt" is missing where something was watched' };
  return {
    sequence,
    kind,
    elapsedMs: Math.round(report.deviceTimeMs - claims.clockOffsetMs - claims.startedAtMs),
    positionSeconds: (playheadMs ?? 0) / 1_000,
    watchedDeltaMs: Math.round(watched?.deltaMs ?? 0),
    watchedMs: Math.round(watched?.totalMs ?? 0),
  };
}
