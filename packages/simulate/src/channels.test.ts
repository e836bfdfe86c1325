import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { expect, it } from "vitest";
import { cmcdChannel, graphChannel } from "./channels.ts";
import { Graph } from "./graph.ts";
import type { PlaybackEvent } from "./reports.ts";

const event: PlaybackEvent = {
  sequence: 3,
  kind: "PAUSED",
  elapsedMs: 20_000,
  positionSeconds: 18.5,
  watchedDeltaMs: 9_000,
  watchedMs: 18_000,
};

async function reporting(handle: RequestListener) {
  const server = createServer(handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  const graph = new Graph(url, new AbortController().signal);
  const hourAhead = 3_600_000;
  const device = { authorized: <Result>(work: (token: string) => Promise<Result>) => work("a token") };
  return {
    graph: graphChannel(graph, device, "of the session"),
    channel: cmcdChannel(graph, `${url}/cmcd/token`, { id: "of alice", sayTime: (elapsedMs) => 1_000 + hourAhead + elapsedMs }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

it("a CMCD report says when by the device's clock, where, and both sums", async () => {
  let body = "";
  await using open = await reporting((request, response) => {
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => response.writeHead(204).end());
  });
  expect(await open.channel.report(event)).toEqual({ status: "ACCEPTED" });
  expect(body).toBe('com.marquee-wd=9000,com.marquee-wt=18000,e=ps,pt=18500,sid="of alice",sn=3,sta=a,ts=3621000,v=2\n');
});

it.each([
  [503, { "retry-after": "3" }, "", { status: "TRY_AGAIN", retryAfterSeconds: 3 }],
  [502, {}, "", { status: "UNANSWERED", reason: "HTTP 502" }],
  [200, {}, '{"reports":[{"status":"TOO_LATE","reason":"old"}]}', { status: "TOO_LATE", reason: "old" }],
  [410, {}, '{"message":"unknown"}', { status: "REFUSED", reason: 'HTTP 410 {"message":"unknown"}' }],
])("HTTP %i with %j is understood", async (status, headers, body, answer) => {
  await using open = await reporting((_request, response) => response.writeHead(status, headers).end(body));
  expect(await open.channel.report(event)).toEqual(answer);
});

const refusal = '{"errors":[{"message":"It takes no more now.","extensions":{"code":"SERVICE_UNAVAILABLE"}}]}';
const accepted = '{"data":{"reportPlayback":{"events":[{"status":"ACCEPTED","reason":null,"retryAfterSeconds":null}]}}}';

it.each([
  [200, {}, accepted, { status: "ACCEPTED", reason: null, retryAfterSeconds: null }],
  [503, { "retry-after": "2" }, refusal, { status: "TRY_AGAIN", reason: "SERVICE_UNAVAILABLE", retryAfterSeconds: 2 }],
  [503, {}, refusal, { status: "UNANSWERED", reason: "SERVICE_UNAVAILABLE" }],
  [200, {}, refusal, { status: "UNANSWERED", reason: "SERVICE_UNAVAILABLE" }],
])("HTTP %i with %j and %s is understood by a device that asks the graph", async (status, headers, body, answer) => {
  await using open = await reporting((_request, response) => response.writeHead(status, headers).end(body));
  expect(await open.graph.report(event)).toEqual(answer);
});
