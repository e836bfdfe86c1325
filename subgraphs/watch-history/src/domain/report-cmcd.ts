import { type PlaybackClaims, readPlaybackToken } from "@marquee/playback-token";
import { type CmcdReport, playbackEventOf } from "./cmcd-report.ts";
import { type Judgement, judge } from "./judge.ts";
import { keepJudged } from "./keep-judged.ts";
import type { ReportOptions } from "./report-playback.ts";
import type { Verdict } from "./verdict.ts";

/** A line of a CMCD body: what it says, or why it cannot be read. */
export type CmcdLine = CmcdReport | { readonly reason: string };

/** What became of a line; what tells nothing of a watching, such as a change of the volume, is passed over. */
export type CmcdVerdict = Verdict | { readonly status: "PASSED_OVER" };

/** Takes the CMCD event reports of a session; undefined where the token is none of ours. */
export type ReportCmcd = (token: string, lines: readonly CmcdLine[]) => Promise<readonly CmcdVerdict[] | undefined>;

/** Makes the same events of CMCD's reports as of a device's own, judged by the same rules and kept in the same way. */
export function reportCmcd(options: ReportOptions): ReportCmcd {
  const { playbackSecret, nowMs, lateLimitMs } = options;
  return async (token, lines) => {
    const claims = readPlaybackToken(token, playbackSecret);
    if (!claims) return undefined;
    const judgements = lines.map((line) => judgementOf(line, claims, { nowMs: nowMs(), lateLimitMs }));
    const verdicts = await keepJudged(
      options,
      judgements.filter((judgement) => judgement !== undefined),
    );
    const rest = verdicts.values();
    return judgements.map((judgement) => (judgement && rest.next().value) ?? { status: "PASSED_OVER" });
  };
}

function judgementOf(
  line: CmcdLine,
  claims: PlaybackClaims,
  limits: { readonly nowMs: number; readonly lateLimitMs: number },
): Judgement | undefined {
  const event = "reason" in line ? line : playbackEventOf(line, claims);
  if (event === undefined) return undefined;
  if ("reason" in event) return { isCredible: false, verdict: { status: "REFUSED", reason: event.reason } };
  return judge({ ...event, source: "CMCD" }, claims, limits);
}
