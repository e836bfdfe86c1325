import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { createClient } from "graphql-sse";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ask, startTestGraph, type TestGraph, until } from "./test-graph.ts";

const query = 'subscription { readers(id: "1") { readers work { name } } }';
const multipart = "multipart/mixed;subscriptionSpec=1.0, application/json";

/** A subscription over HTTP, read by hand as it comes. */
interface Reading {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
  readonly text: () => string;
  /** Set once the whole answer was read, or the connection broke. */
  readonly end: { by: "end" | "break" | undefined };
}

describe("a subscription over HTTP", () => {
  let graph: TestGraph;
  let url: string;
  const readings: Reading[] = [];
  beforeAll(async () => {
    graph = await startTestGraph({ limits: { connections: 5 } });
    url = graph.router.url;
  });
  beforeEach(() => graph.desk.now.clear());
  afterEach(async () => {
    for (const { request } of readings.splice(0)) request.destroy();
    await subscribers(0);
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  const read = (accept: string, { text = query, token, at = url }: { text?: string; token?: string; at?: string } = {}): Promise<Reading> =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json", accept, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
      const asking = request(at, { method: "POST", headers, agent: false }, (response) => {
        let heard = "";
        const end: Reading["end"] = { by: undefined };
        response.setEncoding("utf8").on("data", (part) => {
          heard += part;
        });
        response.once("end", () => {
          end.by = "end";
        });
        response.once("error", () => {
          end.by = "break";
        });
        const reading = { request: asking, response, text: () => heard, end };
        readings.push(reading);
        resolve(reading);
      });
      asking.once("error", reject).end(JSON.stringify({ query: text }));
    });
  const metric = async (name: string) => {
    const metrics = await (await fetch(new URL("/metrics", url))).text();
    return Number(new RegExp(`^${name}(?:\\{.*\\})? (\\d+)$`, "m").exec(metrics)?.[1]);
  };
  const subscribers = (count: number) =>
    until(async () => {
      const upstreams = await metric("router_upstream_subscriptions");
      return upstreams === count && (count === 0 || graph.desk.subscribers("1") > 0);
    }, `${count} upstreams`);
  const tides = (readers: number) => `{"data":{"readers":{"readers":${readers},"work":{"name":"Tides"}}}}`;
  const push = (readers: number) => graph.desk.push("1", { readers, workId: "1" });

  describe("as server-sent events", () => {
    const next = (json: string) => `event: next\ndata: ${json}\n\n`;
    const complete = "event: complete\ndata:\n\n";

    it("sends each result as it comes, and says when there are no more", async () => {
      const { response, text, end } = await read("text/event-stream");
      expect(response.headers).toMatchObject({ "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
      await subscribers(1);
      push(1);
      await until(() => text() === `:\n\n${next(tides(1))}`, "the first result");
      push(2);
      await until(() => text() === `:\n\n${next(tides(1))}${next(tides(2))}`, "the second result");
      graph.desk.end("1");
      await until(() => end.by === "end", "the end");
      expect(text()).toBe(`:\n\n${next(tides(1))}${next(tides(2))}${complete}`);
    });

    it("works with the client of graphql-sse, by which it may stop", async () => {
      const client = createClient({ url, retryAttempts: 0 });
      const results: unknown[] = [];
      let isComplete = false;
      const follow = (stop: () => boolean) =>
        client.subscribe(
          { query },
          {
            next: (result) => void results.push(result),
            error: () => {},
            complete: () => {
              isComplete = stop();
            },
          },
        );
      const leave = follow(() => true);
      await subscribers(1);
      push(3);
      await until(() => results.length === 1, "a result");
      expect(results).toEqual([JSON.parse(tides(3))]);
      leave();
      await subscribers(0);
      expect(isComplete).toBe(true);
      client.dispose();
    });

    it("answers a query with one result, and a mutation too", async () => {
      const answered = await read("text/event-stream", { text: "{ echo }" });
      await until(() => answered.end.by === "end", "the end");
      expect(answered.text()).toBe(next('{"data":{"echo":"hello"}}') + complete);
      const changed = await read("text/event-stream", { text: 'mutation { rename(id: "1", name: "Emma") { name } }' });
      await until(() => changed.end.by === "end", "the end");
      expect(changed.text()).toBe(next('{"data":{"rename":{"name":"Emma"}}}') + complete);
    });

    it("says why an operation is not run as its one result", async () => {
      for (const text of ["{ nothing }", "subscription { nothing }"]) {
        const { response, text: heard, end } = await read("text/event-stream", { text });
        await until(() => end.by === "end", "the end");
        expect(response.statusCode).toBe(200);
        expect(heard()).toMatch(/^event: next\ndata: \{"errors":\[.*GRAPHQL_VALIDATION_FAILED.*\]\}\n\nevent: complete\ndata:\n\n$/);
      }
    });

    it("can be asked for by GET, by whoever proves where it comes from", async () => {
      const search = `${url}?query=${encodeURIComponent(query)}`;
      const forged = await fetch(search, { headers: { accept: "text/event-stream" } });
      expect(forged.status).toBe(400);
      const leaving = new AbortController();
      const headers = { accept: "text/event-stream", "apollo-require-preflight": "1" };
      const answer = await fetch(search, { headers, signal: leaving.signal });
      expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
      await subscribers(1);
      leaving.abort();
    });
  });

  describe("as parts", () => {
    const part = (json: string) => `\r\ncontent-type: application/json\r\n\r\n${json}\r\n--graphql`;

    it("sends each result with the boundary after it, and a last boundary when there are no more", async () => {
      const { response, text, end } = await read(multipart);
      expect(response.headers["content-type"]).toMatch(/^multipart\/mixed;.*boundary="?graphql"?/);
      expect(response.headers["content-type"]).toMatch(/subscriptionSpec="?1\.0"?/);
      await subscribers(1);
      push(1);
      await until(() => text() === `\r\n--graphql${part(`{"payload":${tides(1)}}`)}`, "the first result");
      push(2);
      graph.desk.end("1");
      await until(() => end.by === "end", "the end");
      expect(text()).toBe(`\r\n--graphql${part(`{"payload":${tides(1)}}`)}${part(`{"payload":${tides(2)}}`)}--\r\n`);
    });

    it("leaves what is no subscription, and what is not run, as JSON", async () => {
      const answer = await ask(url, { query: "{ echo }" }, { accept: multipart });
      expect([answer.headers.get("content-type"), answer.body]).toEqual(["application/json; charset=utf-8", { data: { echo: "hello" } }]);
      const refused = await ask(url, { query: "subscription { nothing }" }, { accept: multipart });
      expect(refused.body.errors[0].extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
      const bare = await ask(url, { query: "{ echo }" }, { accept: "multipart/mixed;subscriptionSpec=1.0" });
      expect(bare.status).toBe(406);
    });
  });

  it("is not meant by a client that names no stream", async () => {
    for (const accept of ["*/*", "application/json", "multipart/mixed, application/json"]) {
      const { body } = await ask(url, { query }, { accept });
      expect(body.errors[0].extensions.code).toBe("BAD_REQUEST");
    }
  });

  it("is one upstream for all who ask the same, over whichever protocol, closed by the last who leaves", async () => {
    const first = await read("text/event-stream");
    const second = await read(multipart);
    await subscribers(1);
    push(5);
    await until(() => first.text().includes(tides(5)) && second.text().includes(tides(5)), "both hear it");
    first.request.destroy();
    push(6);
    await until(() => second.text().includes(tides(6)), "the other one still hears");
    expect(await metric("router_upstream_subscriptions")).toBe(1);
    second.request.destroy();
    await subscribers(0);
  });

  it("ends with the token, and says so", async () => {
    const event = await read("text/event-stream", { token: await graph.token({ sub: "alice" }, "2s") });
    const parts = await read(multipart, { token: await graph.token({ sub: "alice" }, "2s") });
    await until(() => event.end.by === "end" && parts.end.by === "end", "both end");
    const why = '{"errors":\\[\\{"message":"[^"]*expired[^"]*","extensions":\\{"code":"UNAUTHENTICATED"\\}\\}\\]\\}';
    expect(event.text()).toMatch(new RegExp(`event: next\\ndata: ${why}\\n\\nevent: complete\\ndata:\\n\\n$`));
    expect(parts.text()).toMatch(new RegExp(`\\{"payload":null,${why.slice(1)}\\r\\n--graphql--\\r\\n$`));
  });

  it("is refused with a token that is not good, before anything is asked of a subgraph", async () => {
    const { response, text, end } = await read("text/event-stream", { token: "a.b.c" });
    await until(() => end.by === "end", "the end");
    expect([response.statusCode, JSON.parse(text()).errors[0].extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
    expect(await metric("router_upstream_subscriptions")).toBe(0);
  });

  it("is refused for now when there are as many as there may be", async () => {
    for (let open = 0; open < 5; open += 1) await read("text/event-stream");
    const { response } = await read("text/event-stream");
    expect([response.statusCode, response.headers["retry-after"]]).toEqual([503, "1"]);
  });

  it("keeps a client that does not read waiting for one result, and gives it the newest when it reads again", async () => {
    const { response, text } = await read("text/event-stream", { text: 'subscription { readers(id: "1") { readers blurb } }' });
    await subscribers(1);
    response.pause();
    const blurb = "x".repeat(1_000_000);
    const newest = 40;
    for (let readers = 1; readers <= newest; readers += 1) {
      const before = await metric("router_event_resolutions_total");
      graph.desk.push("1", { readers, blurb, workId: "1" });
      await until(async () => (await metric("router_event_resolutions_total")) > before, "the result is made");
    }
    response.resume();
    await until(() => text().includes(`"readers":${newest},`), "the newest arrives");
    expect(text().match(/event: next/g)?.length).toBeLessThan(newest / 2); // the rest is what the operating system buffers
  });

  it("is interrupted when the router stops: events end without a word, so that clients connect again, and parts say why", async () => {
    const stopping = await startTestGraph();
    const event = await read("text/event-stream", { at: stopping.router.url });
    const parts = await read(multipart, { at: stopping.router.url });
    await until(() => stopping.desk.subscribers("1") === 1, "the upstream opens");
    const startedAt = performance.now();
    await stopping[Symbol.asyncDispose]();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await until(() => event.end.by === "end" && parts.end.by === "end", "both end");
    expect(event.text()).toBe(":\n\n");
    expect(parts.text()).toMatch(
      /\{"payload":null,"errors":\[\{"message":"[^"]+","extensions":\{"code":"SERVICE_UNAVAILABLE"\}\}\]\}\r\n--graphql--\r\n$/,
    );
  });
});
