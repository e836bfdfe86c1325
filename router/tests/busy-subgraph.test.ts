import type { RequestListener } from "node:http";
import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { ask, startTestGraph, type TestGraph, until } from "./test-graph.ts";

const busy: RequestListener = (request, response) => {
  request.resume();
  response.writeHead(503, { "content-type": "application/json", "retry-after": "1" }).end('{"errors":[{"message":"too much"}]}');
};
const refusal = {
  errors: [{ message: "A part of the graph has too much to do: try again in a second.", extensions: { code: "SERVICE_UNAVAILABLE" } }],
};
const unavailable = (...path: (string | number)[]) => ({
  message: "A part of the graph did not answer. Its fields are null; try again later.",
  path,
  extensions: { code: "SERVICE_UNAVAILABLE" },
});

describe("a subgraph that says it has too much to do", () => {
  let graph: TestGraph;
  let url: string;
  beforeAll(async () => {
    graph = await startTestGraph({ deduplicate: false });
    url = graph.router.url;
    graph.setLoans(busy);
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  it.each(["{ loans }", "mutation { lend(id: 1) }", "mutation { a: lend(id: 1) b: lend(id: 2) }"])(
    "has an operation that nothing was done for refused as the router refuses its own, and no line logged: %s",
    async (query) => {
      const { status, headers, body } = await ask(url, { query });
      expect([status, headers.get("retry-after"), body]).toEqual([503, "1", refusal]);
      expect(graph.log.filter((line) => line.includes("did not answer"))).toEqual([]);
      expect(await (await fetch(new URL("/metrics", url))).text()).toMatch(
        /duration_seconds_count\{.*subgraph="loans",outcome="refused".*\} [1-9]/,
      );
    },
  );

  it("costs its own fields where others answered", async () => {
    const { status, body } = await ask(url, { query: "{ echo loans }" });
    expect([status, body]).toEqual([200, { data: { echo: "hello", loans: null }, errors: [unavailable("loans")] }]);
  });

  it("takes nothing back of a mutation that another has done the first field of", async () => {
    const { status, body } = await ask(url, { query: 'mutation { rename(id: 1, name: "Ebb") { name } lend(id: 1) }' });
    expect(status).toBe(200);
    expect(body).toEqual({ data: { rename: { name: "Ebb" }, lend: null }, errors: [unavailable("lend")] });
  });

  it("leaves the other operations of a list alone", async () => {
    await using batching = await startTestGraph({ batchLimit: 2 });
    batching.setLoans(busy);
    const { status, headers, body } = await ask(batching.router.url, [{ query: "{ loans }" }, { query: "{ echo }" }]);
    expect([status, headers.get("retry-after"), body]).toEqual([200, null, [refusal, { data: { echo: "hello" } }]]);
  });

  it("is heard over WebSocket too", async () => {
    const socket = createClient({ url: url.replace("http", "ws"), webSocketImpl: WebSocket, retryAttempts: 0 });
    const told = await new Promise((resolve, reject) => {
      socket.subscribe({ query: "{ loans }" }, { next: reject, error: resolve, complete: () => {} });
    });
    await socket.dispose();
    expect(told).toEqual(refusal.errors);
  });

  it("is down, and not busy, when it does not say when to come again", async () => {
    graph.setLoans((_request, response) => void response.writeHead(503).end("<h1>Service Unavailable</h1>"));
    const { status, body } = await ask(url, { query: "{ loans }" });
    graph.setLoans(busy);
    expect([status, body]).toEqual([200, { data: { loans: null }, errors: [unavailable("loans")] }]);
  });

  it("is asked less at a time from then on, and more again with time", async () => {
    await using fresh = await startTestGraph({ deduplicate: false });
    const held: (() => void)[] = [];
    let refuses = false;
    fresh.setLoans((request, response) => {
      if (refuses) return busy(request, response);
      request.resume();
      held.push(() => response.setHeader("content-type", "application/json").end('{"data":{"loans":[]}}'));
    });
    const asking = (count: number) => Array.from({ length: count }, () => ask(fresh.router.url, { query: "{ loans }" }));
    const taken = asking(40);
    await until(() => held.length === 40, "forty are under way");
    refuses = true;
    expect((await Promise.all(asking(1))).map(({ status }) => status)).toEqual([503]);
    refuses = false;
    expect((await Promise.all(asking(1))).map(({ status }) => status)).toEqual([503]);
    expect(held.length, "so many reached it").toBe(40);
    for (const end of held) end();
    expect((await Promise.all(taken)).map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 200));
    const after = asking(1);
    await until(() => held.length === 41, "there is room again");
    held.at(-1)?.();
    expect((await Promise.all(after)).map(({ status }) => status)).toEqual([200]);
  });
});
