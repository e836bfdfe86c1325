import type { PlaybackEventInput, ReportPlaybackMutation } from "../graphql/generated/graphql.ts";
import type { Delivery } from "./report-queue.ts";
import type { ReportTarget } from "./worker-messages.ts";

/** Errors that sending the same events again would not cure. */
const finalCodes = new Set(["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "BAD_REQUEST", "OPERATION_TOO_LARGE"]);

/** Sends one report. Throws where no answer for its events came. */
export async function sendReport(target: ReportTarget, events: readonly PlaybackEventInput[]): Promise<Delivery> {
  const response = await fetch(target.endpoint, { ...reportRequest(target, events), signal: AbortSignal.timeout(15_000) });
  const answer: { data?: ReportPlaybackMutation | null; errors?: readonly { extensions?: { code?: string } }[] } = await response.json();
  if (!answer.data) {
    if (answer.errors?.some((error) => finalCodes.has(error.extensions?.code ?? ""))) return { outcome: "malformed" };
    throw new Error(`A report was answered ${response.status} without data.`);
  }
  const result = answer.data.reportPlayback;
  return result.__typename === "PlaybackReport" ? { outcome: "answered", events: result.events } : { outcome: "invalidToken" };
}

/** The last report of a page that is going away: the browser sends it after the page is gone, and nobody hears the answer. */
export function sendFarewell(target: ReportTarget, events: readonly PlaybackEventInput[]): void {
  void fetch(target.endpoint, { ...reportRequest(target, events), keepalive: true }).catch(() => undefined);
}

function reportRequest(target: ReportTarget, events: readonly PlaybackEventInput[]): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query: target.query, variables: { input: { token: target.token, events } } }),
  };
}
