import { Pool } from "undici";
import type { Outcome } from "../closed-loop.ts";
import type { ReportedEvent, Viewer } from "./viewers.ts";

const query = `mutation Report($input: ReportPlaybackInput!) {
  reportPlayback(input: $input) {
    ... on PlaybackReport { events { sequence status reason retryAfterSeconds } }
    ... on InvalidToken { message }
  }
}`;

interface Answer {
  readonly data?: {
    readonly reportPlayback?: { readonly events?: readonly { readonly status: string; readonly reason: string | null }[] } | null;
  };
}

export interface HttpReports extends AsyncDisposable {
  send(viewer: Viewer, events: readonly ReportedEvent[]): Promise<Outcome>;
}

/**
 * Reports to a GraphQL endpoint over connections that stay open.
 *
 * @param headersFor what a request of this viewer carries beside its content type
 * @throws when the endpoint answers something else than a report: a bench of errors is none
 */
export function reportsOverHttp(url: string, connections: number, headersFor: (viewer: Viewer) => Record<string, string>): HttpReports {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections, headersTimeout: 15_000, bodyTimeout: 15_000 });
  return {
    async send(viewer, events) {
      const { statusCode, headers, body } = await pool.request({
        method: "POST",
        path,
        headers: { "content-type": "application/json", ...headersFor(viewer) },
        body: JSON.stringify({ query, variables: { input: { token: viewer.token, events } } }),
      });
      const text = await body.text();
      if (statusCode === 503 && headers["retry-after"] !== undefined) return { accepted: 0, refused: events.length };
      const told = statusCode === 200 ? (JSON.parse(text) as Answer).data?.reportPlayback?.events : undefined;
      if (!told) throw new Error(`expected a report, got ${statusCode}: ${text.slice(0, 500)}`);
      const accepted = told.filter(({ status }) => status === "ACCEPTED").length;
      return { accepted, refused: told.length - accepted };
    },
    [Symbol.asyncDispose]: () => pool.destroy(),
  };
}
