import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Verdict } from "../domain/verdict.ts";
import { reportedEvents } from "./arguments.ts";
import type { Context } from "./context.ts";
import { type InvalidToken, type PlaybackReport, type ReportedEvent, ReportPlaybackInput, ReportPlaybackResult } from "./report.ts";

@Resolver()
export class ReportResolver {
  @Mutation(() => ReportPlaybackResult, { description: "Tells what a device played; may be sent again, late and out of order." })
  async reportPlayback(
    @Arg("input", () => ReportPlaybackInput, { description: "The session's token and its events." }) { token, events }: ReportPlaybackInput,
    @Ctx() { viewer, reportPlayback }: Context,
  ): Promise<PlaybackReport | InvalidToken> {
    const result = await reportPlayback({ token, events: reportedEvents(events) }, viewer);
    if (!result.isTokenValid) return { message: result.message };
    return { events: result.verdicts.map((verdict, index) => toReportedEvent(events[index]?.sequence ?? 0, verdict)) };
  }
}

function toReportedEvent(sequence: number, verdict: Verdict): ReportedEvent {
  const { status } = verdict;
  const reason = "reason" in verdict ? verdict.reason : null;
  return { sequence, status, reason, retryAfterSeconds: status === "TRY_AGAIN" ? verdict.retryAfterSeconds : null };
}
