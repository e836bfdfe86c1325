import { COUNTING_MS, VIEW_THRESHOLD_MS } from "./thresholds.ts";

const countingSeconds = COUNTING_MS / 1_000;
const viewSeconds = VIEW_THRESHOLD_MS / 1_000;

/** What each word means, a sentence each, in the one place that the schema's descriptions and `Audience.definition` take them from. */
export const definitions = {
  viewers:
    "The sessions being watched at this moment: those whose last event does not say paused, ended, stopped or failed and is " +
    `not more than ${countingSeconds} s old; null while unknown.`,
  attempts: "An attempt is a playback that was started, whether or not a picture was ever seen.",
  plays: "A play is a session's first watched moment: the event whose watched time is above 0 and is all that the session has watched.",
  views:
    `A view is a session's passing of ${viewSeconds} s of watched time, or of half of a film shorter than ${2 * viewSeconds} s, ` +
    "so a session is at most one view.",
  watchTime:
    "Watch time is the sum of what each event says was watched since the one before it, from the one source that the session " +
    "reports its watch time by.",
  uniqueViewers: "Unique viewers are different people; they are not counted yet, so the number is null.",
  window:
    "An event counts in the UTC minute it happened in, its session's start plus the time elapsed since on the device's monotonic " +
    "clock, however late it arrived; hours are sums of minutes, and days sums of hours.",
} as const;

/**
 * The definition that goes with an audience's numbers, and with a recount's.
 *
 * @param graceMs how long after its end a received minute is counted
 * @param lateLimitHours how late an event may arrive and still be taken
 */
export function audienceDefinition(graceMs: number, lateLimitHours: number): string {
  const { attempts, plays, views, watchTime, uniqueViewers, window } = definitions;
  const lag =
    `Every event acknowledged before asOf is counted; a minute is counted ${graceMs / 1_000} s after it ended, and again when a late event changes it. ` +
    `Events are taken up to ${lateLimitHours} h late. What is not known yet, or not any more, is null, never 0.`;
  const precision = "The numbers are exact, to the event and the millisecond: an event counts once, however often it was sent.";
  return [attempts, plays, views, watchTime, uniqueViewers, window, lag, precision].join(" ");
}
