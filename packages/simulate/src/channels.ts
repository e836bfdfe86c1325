import { z } from "zod";
import { type Away, type Graph, type Headers, retryAfterOf } from "./graph.ts";
import type { Reader } from "./reported.ts";
import type { Answer, Channel, PlaybackEvent } from "./reports.ts";

const reported = z.object({
  reportPlayback: z.union([
    z.object({
      events: z.tuple([
        z.object({
          status: z.enum(["ACCEPTED", "REFUSED", "TOO_LATE", "TRY_AGAIN"]),
          reason: z.string().nullable(),
          retryAfterSeconds: z.number().nullable(),
        }),
      ]),
    }),
    z.object({ message: z.string() }),
  ]),
});

/** Reports with `reportPlayback`, one event a request, as devices do. */
export function graphChannel(graph: Graph, device: Reader, token: string): Channel {
  return {
    source: "GRAPH",
    async report(event) {
      const asked = await device.authorized((accessToken) =>
        graph.askOnce({
          query: `mutation Report($input: ReportPlaybackInput!) {
            reportPlayback(input: $input) {
              ... on PlaybackReport { events { status reason retryAfterSeconds } }
              ... on InvalidToken { message }
            }
          }`,
          variables: { input: { token, events: [event] } },
          result: reported,
          token: accessToken,
        }),
      );
      if ("away" in asked) return unanswered(asked);
      const { reportPlayback } = asked.data;
      return "message" in reportPlayback ? { status: "REFUSED", reason: reportPlayback.message } : reportPlayback.events[0];
    },
  };
}

/** Whoever says "try again later" has refused it; of whoever says nothing nobody knows. */
function unanswered({ away: reason, retryAfterSeconds }: Away): Answer {
  return retryAfterSeconds === undefined ? { status: "UNANSWERED", reason } : { status: "TRY_AGAIN", reason, retryAfterSeconds };
}

/** What CMCD calls the state that an event leaves the player in. Source: CTA-5004-B, "sta". */
const states: Readonly<Record<string, string>> = {
  STARTED: "s",
  PLAYING: "p",
  PAUSED: "a",
  BUFFERING: "r",
  SEEKED: "k",
  ENDED: "e",
  STOPPED: "q",
  FAILED: "f",
};

const judged = z.object({
  reports: z.tuple([z.object({ status: z.enum(["ACCEPTED", "REFUSED", "TOO_LATE"]), reason: z.string().nullable() })]),
});

/**
 * Reports with CMCD v2 events by HTTP, the two sums in keys of our own.
 *
 * @param sayTime the device's clock, right or wrong, at that many milliseconds after the session's start
 */
export function cmcdChannel(
  graph: Graph,
  url: string,
  session: { readonly id: string; readonly sayTime: (elapsedMs: number) => number },
): Channel {
  return {
    source: "CMCD",
    async report(event) {
      const response = await graph.fetch(url, {
        method: "POST",
        headers: { "content-type": "application/cmcd" },
        body: `${cmcdReport(event, session.id, session.sayTime(event.elapsedMs))}\n`,
      });
      return "away" in response ? unanswered(response) : cmcdAnswer(response);
    },
  };
}

/** Keys in alphabetical order, as the specification recommends. */
function cmcdReport(event: PlaybackEvent, sessionId: string, ts: number): string {
  const { kind, sequence, positionSeconds, watchedDeltaMs, watchedMs } = event;
  const keys = {
    "com.marquee-wd": watchedDeltaMs,
    "com.marquee-wt": watchedMs,
    e: kind === "PLAYING" ? "t" : "ps",
    pt: Math.round(positionSeconds * 1_000),
    sid: JSON.stringify(sessionId),
    sn: sequence,
    sta: states[kind] ?? "p",
    ts,
    v: 2,
  };
  return Object.entries(keys)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

function cmcdAnswer({ status, headers, body }: { readonly status: number; readonly headers: Headers; readonly body: unknown }): Answer {
  if (status === 204) return { status: "ACCEPTED" };
  const reports = judged.safeParse(body);
  if (status === 200 && reports.success) return reports.data.reports[0];
  const retryAfterSeconds = retryAfterOf({ status, headers });
  if (retryAfterSeconds !== undefined) return { status: "TRY_AGAIN", retryAfterSeconds };
  if (status >= 500) return { status: "UNANSWERED", reason: `HTTP ${status}` };
  return { status: "REFUSED", reason: `HTTP ${status} ${JSON.stringify(body)}` };
}
