import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readClaim, viewerHeader } from "@marquee/viewer-claim";
import { claimSecret } from "./running-packager.ts";

interface Asked {
  readonly sessionId: string;
  readonly profileId: string;
  readonly startedAt: string;
}

export interface LastReportsServer extends AsyncDisposable {
  readonly url: string;
  /** What each session's device said last; a session that is not here never reported. */
  readonly reports: Map<string, { readonly at: Date; readonly kind: string }>;
  /** The sessions of each request, in the order asked. */
  readonly requests: (readonly Asked[])[];
  /** How it fails: `hang` never answers. */
  trouble: "none" | "hang" | "status" | "nonsense";
}

/** Stands where watch-history answers `POST /internal/last-reports`, which its own tests hold to the same shapes. */
export async function lastReportsServer(): Promise<LastReportsServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.url !== "/internal/last-reports") return response.writeHead(404).end();
    const { service } = readClaim(String(request.headers[viewerHeader]), claimSecret, "watch-history", Date.now());
    if (service !== "packager") return response.writeHead(401).end();
    const { sessions } = JSON.parse(Buffer.concat(chunks).toString()) as { sessions: Asked[] };
    state.requests.push(sessions);
    if (state.trouble === "hang") return undefined;
    if (state.trouble === "status") return response.writeHead(503).end("{}");
    if (state.trouble === "nonsense") return response.writeHead(200).end('{"sessions":[{"sessionId":1}]}');
    const said = sessions.map(({ sessionId }) => {
      const report = state.reports.get(sessionId);
      return { sessionId, lastReportAt: report?.at.toISOString() ?? null, lastKind: report?.kind ?? null };
    });
    return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ sessions: said }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const state: LastReportsServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reports: new Map(),
    requests: [],
    trouble: "none",
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return state;
}
