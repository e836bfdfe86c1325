import { readPlaybackToken } from "@marquee/playback-token";
import type { Viewer } from "@marquee/viewer-claim";
import { judge, type PlaybackEvent } from "./judge.ts";
import { type KeepJudgedOptions, keepJudged } from "./keep-judged.ts";
import type { Verdict } from "./verdict.ts";

export type ReportResult =
  | { readonly isTokenValid: false; readonly message: string }
  | { readonly isTokenValid: true; readonly verdicts: readonly Verdict[] };

export interface ReportOptions extends KeepJudgedOptions {
  readonly playbackSecret: string;
  readonly lateLimitMs: number;
  readonly nowMs: () => number;
}

export type ReportPlayback = (
  report: { readonly token: string; readonly events: readonly PlaybackEvent[] },
  viewer: Viewer,
) => Promise<ReportResult>;

/** Takes a device's report: who and what by the token, each event judged alone, the credible ones kept together. */
export function reportPlayback(options: ReportOptions): ReportPlayback {
  const { playbackSecret, nowMs, lateLimitMs } = options;
  return async ({ token, events }, { profileId }) => {
    const claims = readPlaybackToken(token, playbackSecret);
    if (!claims) return invalid("This is no token that startPlayback gave, or it was changed.");
    // The signature is what counts, so a device may report after its sign-in ended; but never for another profile than it shows.
    if (profileId !== undefined && profileId !== claims.profileId) {
      return invalid("This token belongs to another profile than the selected one.");
    }
    const judgements = events.map((event) => judge({ ...event, source: "GRAPH" }, claims, { nowMs: nowMs(), lateLimitMs }));
    return { isTokenValid: true, verdicts: await keepJudged(options, judgements) };
  };
}

function invalid(message: string): ReportResult {
  return { isTokenValid: false, message };
}
