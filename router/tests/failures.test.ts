import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ask, startTestGraph, type TestGraph } from "./test-graph.ts";

describe("a part of the graph that fails", () => {
  let graph: TestGraph;
  let url: string;
  beforeAll(async () => {
    graph = await startTestGraph({ subgraphTimeoutMs: 300 });
    url = graph.router.url;
  });
  beforeEach(() => {
    graph.log.length = 0;
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  const unavailable = (...path: (string | number)[]) => ({
    message: "A part of the graph did not answer. Its fields are null; try again later.",
    path,
    extensions: { code: "SERVICE_UNAVAILABLE" },
  });
  const internal = (...path: (string | number)[]) => ({
    message: "Something failed on our side.",
    path,
    extensions: { code: "INTERNAL_SERVER_ERROR" },
  });
  const secret = /127\.0\.0\.1|localhost|https?:|\.ts\b|node_modules|SELECT|stack|serviceName|loans\.invalid|Bad Gateway/;
  const query = "{ works { name loans } loans }";
  const costsItsOwnFields = async () => {
    const { status, text, body } = await ask(url, { query });
    expect(status).toBe(200);
    expect(text).not.toMatch(secret);
    expect(body.data).toEqual({
      works: [
        { name: "Tides", loans: null },
        { name: "On Lanterns", loans: null },
      ],
      loans: null,
    });
    expect(body.errors).toHaveLength(3);
    expect(body.errors).toEqual(
      expect.arrayContaining([unavailable("loans"), unavailable("works", 0, "loans"), unavailable("works", 1, "loans")]),
    );
  };

  it("by hanging costs its own fields, after the time-out", async () => {
    graph.setLoans(() => {});
    const startedAt = performance.now();
    await costsItsOwnFields();
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it("by hanging in the middle of its answer costs the same", async () => {
    graph.setLoans((_request, response) => void response.writeHead(200, { "content-type": "application/json" }).write('{"data":'));
    await costsItsOwnFields();
  });

  it("by answering with a proxy's page costs the same", async () => {
    graph.setLoans(
      (_request, response) => void response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway at loans.invalid</h1>"),
    );
    await costsItsOwnFields();
  });

  it("by cutting the connection costs the same", async () => {
    graph.setLoans((request) => void request.socket.destroy());
    await costsItsOwnFields();
  });

  it.each(["null", "[]", "{}", '{"data":7}', '{"data":{"_entities":[]}}', '{"errors":"no"}', '{"data":{"_entities":{"length":2}}}'])(
    "by answering %s costs the same",
    async (answer) => {
      graph.setLoans((request, response) => {
        request.setEncoding("utf8");
        let asked = "";
        request.on("data", (part) => {
          asked += part;
        });
        // the root fetch of the same operation would accept some of these
        request.on(
          "end",
          () => void response.setHeader("content-type", "application/json").end(asked.includes("_entities") ? answer : "null"),
        );
      });
      await costsItsOwnFields();
    },
  );

  it("is logged with its cause, once for each fetch", async () => {
    graph.setLoans((_request, response) => void response.end("oops"));
    await ask(url, { query });
    const failures = graph.log.filter((line) => line.includes("a subgraph did not answer"));
    expect(failures).toHaveLength(2);
    expect(failures[0]).toMatch(/"subgraph":"loans".*/);
  });

  it("by an exception tells that it failed and where, and nothing else", async () => {
    const { text, body } = await ask(url, { query: "{ crash echo }" });
    expect(body).toEqual({ data: { crash: null, echo: "hello" }, errors: [internal("crash")] });
    expect(text).not.toMatch(secret);
    expect(graph.log.some((line) => line.includes("/srv/library/tables"))).toBe(true);
  });

  it("by saying a code of the registry is heard", async () => {
    const { body } = await ask(url, { query: "{ refuse }" });
    expect(body.errors).toEqual([{ message: "This shelf is for librarians.", path: ["refuse"], extensions: { code: "FORBIDDEN" } }]);
  });

  it.each(["GRAPHQL_VALIDATION_FAILED", "NOT_FROM_ROUTER", "MADE_UP", undefined])(
    "by saying %s, which is none of the client's business, is not heard",
    async (code) => {
      const said = {
        errors: [{ message: "at https://loans.invalid/x.ts", extensions: { code, stacktrace: ["at x.ts:1"], response: { url: "x" } } }],
      };
      graph.setLoans(
        (_request, response) => void response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify(said)),
      );
      const { text, body } = await ask(url, { query: "{ loans }" });
      expect(body).toEqual({ data: { loans: null }, errors: [internal("loans")] });
      expect(text).not.toMatch(secret);
    },
  );

  it("by a null where none may be tells the field, and not only that all is null", async () => {
    graph.setLoans(
      (_request, response) =>
        void response.setHeader("content-type", "application/json").end('{"data":{"_entities":[{"due":null},{"due":"soon"}]}}'),
    );
    const { body } = await ask(url, { query: "{ works { due } }" });
    expect(body).toEqual({ data: { works: null }, errors: [internal("works", 0, "due")] });
  });

  it("is named when asked what is not ready, without its address", async () => {
    await graph.stopReaders();
    const answer = await fetch(new URL("/readyz", url));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ service: "router", status: "not ready", problems: ['The subgraph "readers" is not ready.'] });
    expect(await graph.router.problems()).toEqual(['The subgraph "readers" is not ready.']);
    expect((await fetch(new URL("/healthz", url))).status).toBe(200);
  });
});

describe("keys that cannot be had", () => {
  it("refuse nobody's token as wrong: the router says that it cannot tell", async () => {
    await using graph = await startTestGraph({ jwksUrl: "http://127.0.0.1:9/jwks" });
    const { status, text, body } = await ask(graph.router.url, { query: "{ echo }" }, { authorization: `Bearer ${await graph.token()}` });
    expect([status, body.errors[0].extensions.code]).toEqual([503, "SERVICE_UNAVAILABLE"]);
    expect(text).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
  });
});
