import { readPlaybackToken } from "@marquee/playback-token";
import type { StoredEvent, ViewEvent } from "@marquee/view-events";
import type { Viewer } from "@marquee/viewer-claim";
import type { Logger } from "pino";
import { type Judgement, judge, type PlaybackEvent } from "./judge.ts";
import type { Verdict } from "./verdict.ts";

export type ReportResult =
  | { readonly isTokenValid: false; readonly message: string }
  | { readonly isTokenValid: true; readonly verdicts: readonly Verdict[] };

export interface ReportPlaybackOptions {
  readonly playbackSecret: string;
  readonly lateLimitMs: number;
  readonly nowMs: () => number;
  /** Says when something was received, each time a later moment. */
  readonly receivedMs: () => number;
  /** Resolves when the events are durable and all that they change. */
  readonly keep: (events: readonly StoredEvent[]) => Promise<void>;
  /** Tells of events that were kept. Never throws: what it tells may be lost. */
  readonly tell: (events: readonly ViewEvent[]) => void;
  readonly logger: Logger;
}

export type ReportPlayback = (
  report: { readonly token: string; readonly events: readonly PlaybackEvent[] },
  viewer: Viewer,
) => Promise<ReportResult>;

/** Takes a device's report: who and what by the token, each event judged alone, the credible ones kept together. */
export function reportPlayback(options: ReportPlaybackOptions): ReportPlayback {
  const { playbackSecret, nowMs, lateLimitMs, receivedMs, tell } = options;
  return async ({ token, events }, { profileId }) => {
    const claims = readPlaybackToken(token, playbackSecret);
    if (!claims) return invalid("This is no token that startPlayback gave, or it was changed.");
    // The signature is what counts, so a device may report after its sign-in ended; but never for another profile than it shows.
    if (profileId !== undefined && profileId !== claims.profileId) {
      return invalid("This token belongs to another profile than the selected one.");
    }
    const judgements = events.map((event) => judge(event, claims, { nowMs: nowMs(), lateLimitMs }));
    const credible = judgements.filter((judgement) => judgement.isCredible).map(({ event }) => event);
    const kept = await keptOrNot(
      options,
      credible.map((event) => ({ ...event, receivedAtMs: receivedMs() })),
    );
    if (kept.status === "ACCEPTED") tell(credible);
    return { isTokenValid: true, verdicts: judgements.map((judgement) => verdictOf(judgement, kept)) };
  };
}

function invalid(message: string): ReportResult {
  return { isTokenValid: false, message };
}

async function keptOrNot({ keep, logger }: ReportPlaybackOptions, events: readonly StoredEvent[]): Promise<Verdict> {
  try {
    await keep(events);
    return { status: "ACCEPTED" };
  } catch (error) {
    logger.warn({ err: error, events: events.length }, "reported events could not be kept");
    // Spread, so that devices do not all come back at once.
    return { status: "TRY_AGAIN", reason: "the events could not be kept now", retryAfterSeconds: 2 + Math.floor(Math.random() * 4) };
  }
}

function verdictOf(judgement: Judgement, kept: Verdict): Verdict {
  return judgement.isCredible ? kept : judgement.verdict;
}
