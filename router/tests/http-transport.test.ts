import { once } from "node:events";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { request } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ask, startTestGraph, type TestGraph, until } from "./test-graph.ts";

const json = { "content-type": "application/json" };
const newType = { ...json, accept: "application/graphql-response+json" };

describe("a request over HTTP", () => {
  let graph: TestGraph;
  let url: string;
  beforeAll(async () => {
    graph = await startTestGraph({ limits: { bodyBytes: 10_000 } });
    url = graph.router.url;
  });
  beforeEach(() => {
    graph.fetches.length = 0;
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  const post = async (body: string | Buffer, headers: Readonly<Record<string, string>> = json) => {
    const answer = await request(url, { method: "POST", body, headers });
    return { status: answer.statusCode, headers: answer.headers, code: errorCode(await answer.body.json()) };
  };

  describe("is refused", () => {
    it.each([
      ["as a form", { "content-type": "application/x-www-form-urlencoded" }, 400],
      ["as a form that proves its origin", { "content-type": "text/plain", "apollo-require-preflight": "1" }, 415],
      ["with an empty proof", { "content-type": "text/plain", "x-apollo-operation-name": "" }, 400],
      ["in another charset", { "content-type": "application/json; charset=utf-16" }, 415],
      ["compressed", { ...json, "content-encoding": "gzip" }, 415],
      ["with a file in it", { "content-type": "multipart/form-data; boundary=x" }, 415],
      ["with no type that is written here", { ...json, accept: "text/html" }, 406],
      ["with a type that is not liked", { ...json, accept: "application/json;q=0, image/png" }, 406],
    ])("%s", async (_how, headers, status) => {
      expect(await post('{"query":"{ echo }"}', headers)).toMatchObject({ status, code: "BAD_REQUEST" });
      expect(graph.fetches).toEqual([]);
    });

    it.each(["PUT", "DELETE", "HEAD", "PATCH"])("by %s", async (method) => {
      const answer = await request(url, { method: method as "PUT" });
      expect([answer.statusCode, answer.headers.allow]).toEqual([405, "GET, POST, OPTIONS"]);
      await answer.body.dump();
    });

    it.each([
      ["?query={echo}&query={echo}", 400],
      ["?query={echo}&variables=7", 400],
      ["?query={echo}&variables={", 400],
      ["", 400],
      ["?query=mutation{rename(id:1,name:%222%22){id}}", 405],
    ])("as GET %s", async (search, status) => {
      const answer = await request(url + search, { headers: { "apollo-require-preflight": "1" } });
      expect([answer.statusCode, errorCode(await answer.body.json())]).toEqual([status, "BAD_REQUEST"]);
    });

    it("as soon as its body is too large, said so or not", async () => {
      const big = "x".repeat(20_000);
      expect(await post(big)).toMatchObject({ status: 413, code: "OPERATION_TOO_LARGE" });
      const unsized = await request(url, { method: "POST", headers: json, body: parts(big, 40) });
      expect([unsized.statusCode, errorCode(await unsized.body.json())]).toEqual([413, "OPERATION_TOO_LARGE"]);
    });

    it("without an answer when it never ends", async () => {
      const socket = connect(Number(new URL(url).port), "127.0.0.1");
      socket.setMaxListeners(0).on("error", () => {}); // it may be reset while it still writes
      socket.write("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
      const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
      let written = 0;
      while (!socket.destroyed && written < 64 * 1_048_576) {
        written += chunk.length;
        if (!socket.write(chunk)) await new Promise((resolve) => socket.once("drain", resolve).once("close", resolve));
      }
      await until(() => socket.destroyed, "the connection ends");
      expect(written).toBeLessThan(40 * 1_048_576);
    });

    it("with the hash of a text that nobody kept, in words that clients know", async () => {
      const extensions = { persistedQuery: { version: 1, sha256Hash: "ab" } };
      const { status, body } = await ask(url, { extensions });
      expect([status, body.errors[0].message, body.errors[0].extensions.code]).toEqual([
        200,
        "PersistedQueryNotSupported",
        "PERSISTED_QUERY_NOT_SUPPORTED",
      ]);
    });
  });

  it("may come by GET, with variables", async () => {
    const search = new URLSearchParams({ query: "query A($t: String) { echo(text: $t) } query B { works { id } }", operationName: "A" });
    search.set("variables", '{"t":"hi"}');
    const answer = await request(`${url}?${search}`, { headers: { "apollo-require-preflight": "1" } });
    expect(await answer.body.json()).toEqual({ data: { echo: "hi" } });
  });

  it("may be in several parts, in UTF-8 that they cut through", async () => {
    const body = Buffer.from(JSON.stringify({ query: 'query { echo(text: "Þórunn 🏃") }' }));
    const answer = await request(url, {
      method: "POST",
      headers: { "content-type": "Application/JSON; charset=UTF-8" },
      body: parts(body, body.length),
    });
    expect(await answer.body.json()).toEqual({ data: { echo: "Þórunn 🏃" } });
  });

  it("is answered in the type that it likes best, and with the status that goes with it", async () => {
    const invalid = '{"query":"{ nothing }"}';
    const typeAndStatus = async (accept: string) => {
      const { status, headers } = await post(invalid, { ...json, accept });
      return [String(headers["content-type"]).split(";")[0], status];
    };
    expect(await typeAndStatus("application/graphql-response+json, application/json;q=0.9")).toEqual([
      "application/graphql-response+json",
      400,
    ]);
    expect(await typeAndStatus("application/json;q=0.5, application/graphql-response+json;q=0.4")).toEqual(["application/json", 200]);
    expect(await typeAndStatus("text/html, */*;q=0.1")).toEqual(["application/json", 200]);
  });

  it("keeps its id, if it has one that may be logged", async () => {
    const idOf = async (given?: string) =>
      (await post('{"query":"{ echo }"}', { ...json, ...(given && { "x-request-id": given }) })).headers["x-request-id"];
    expect(await idOf("edge-7.a:b")).toBe("edge-7.a:b");
    expect(await idOf("two words")).toMatch(/^[\da-f-]{36}$/);
    expect(await idOf("x".repeat(129))).toMatch(/^[\da-f-]{36}$/);
    expect(await idOf()).not.toBe(await idOf());
  });

  it("is answered once, whole, with its length, over a connection that stays", async () => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let heard = "";
    socket.setEncoding("utf8").on("data", (text) => {
      heard += text;
    });
    const body = '{"query":"{ echo }"}';
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
    socket.write(`${head}\r\n${body}${head}\r\n${body}`);
    const answers = () => heard.match(/HTTP\/1.1 200 OK/g)?.length ?? 0;
    await until(() => answers() === 2 && heard.endsWith("}"), "both are answered");
    expect(heard.match(/content-length: 25\r\n/gi)).toHaveLength(2);
    expect(heard.match(/content-length|transfer-encoding/gi)).toHaveLength(2);
    socket.write(`${head}Connection: close\r\n\r\n${body}`);
    await until(() => answers() === 3 && socket.destroyed, "the third ends the connection");
  });

  it("elsewhere finds nothing", async () => {
    const at = async (path: string, method = "GET") => {
      const answer = await request(new URL(path, url), { method: method as "GET" });
      await answer.body.dump();
      return answer.statusCode;
    };
    expect(
      await Promise.all([at("/"), at("/graphql/x"), at("/__proto__"), at("/healthz", "POST"), at("/healthz?a=1"), at("/healthz", "HEAD")]),
    ).toEqual([404, 404, 404, 405, 200, 200]);
  });
});

describe("a list of operations", () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph({ batchLimit: 3, responseHeaders: ["set-cookie"] });
  });
  beforeEach(() => {
    graph.fetches.length = 0;
  });
  afterAll(() => graph[Symbol.asyncDispose]());
  const batch = (...queries: string[]) =>
    ask(
      graph.router.url,
      queries.map((query) => ({ query })),
      newType,
    );
  const slowLoans = () =>
    graph.setLoans((_request, response) => {
      until(() => graph.fetches.length > 0, "another fetch ends first").then(
        () => response.setHeader("content-type", "application/json").end('{"data":{"loans":["late"]}}'),
        () => response.destroy(),
      );
    });

  it("is answered as a list in its order, each with its own errors", async () => {
    const { status, body } = await batch("{ echo }", "{ nothing }", "{ __typename }");
    expect(status).toBe(200);
    expect(body).toEqual([
      { data: { echo: "hello" } },
      { errors: [expect.objectContaining({ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } })] },
      { data: { __typename: "Query" } },
    ]);
  });

  it("is run all at once", async () => {
    slowLoans(); // it is answered only once the other one was
    const { body } = await batch("{ loans }", "{ echo }");
    expect(body).toEqual([{ data: { loans: ["late"] } }, { data: { echo: "hello" } }]);
  });

  it("is run one after the other when one of them changes something", async () => {
    graph.setLoans((_request, response) => response.setHeader("content-type", "application/json").end('{"data":{"loans":[]}}'));
    await batch("{ loans }", 'mutation { rename(id: "1", name: "Emma") { name } }', "{ loans }");
    expect(graph.fetches.map(({ subgraph }) => subgraph)).toEqual(["loans", "books", "loans"]);
  });

  it("passes on the headers of all", async () => {
    let visits = 0;
    graph.setLoans((_request, response) => {
      visits += 1;
      response.writeHead(200, { "content-type": "application/json", "set-cookie": `visit=${visits}` }).end('{"data":{"loans":[]}}');
    });
    const { headers } = await batch("{ loans }", 'mutation { rename(id: "1", name: "Emma") { name } }', "{ loans }");
    expect(headers.getSetCookie()).toEqual(["visit=1", "visit=2"]);
  });

  it("is refused when it is empty, too long, or no list of operations", async () => {
    for (const queries of [[], ["{ echo }", "{ echo }", "{ echo }", "{ echo }"]]) {
      const { status, body } = await batch(...queries);
      expect([status, body.errors[0].extensions.code]).toEqual([400, "BAD_REQUEST"]);
    }
    expect((await ask(graph.router.url, [7])).status).toBe(400);
  });
});

describe("what subgraphs say in headers", () => {
  it("reaches the client where the rule names it, each cookie by itself and in the order of fetches", async () => {
    await using graph = await startTestGraph({ responseHeaders: ["Set-Cookie", "X-Shelf"] });
    let fetches = 0;
    graph.setLoans((_request, response) => {
      fetches += 1;
      const cookies = [`a=${fetches}; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT`, `b=${fetches}`];
      response.writeHead(200, {
        "content-type": "application/json",
        "set-cookie": cookies,
        "x-shelf": "7",
        "x-other": "no",
        "cache-control": "public",
      });
      response.end(fetches === 1 ? '{"data":{"loans":[]}}' : '{"data":{"_entities":[{"loans":1},{"loans":2}]}}');
    });
    const { headers, body } = await ask(graph.router.url, { query: "{ loans }" });
    expect(body).toEqual({ data: { loans: [] } });
    expect(headers.getSetCookie()).toEqual(["a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=1"]);
    expect([headers.get("x-shelf"), headers.get("x-other"), headers.get("cache-control")]).toEqual(["7", null, "no-store"]);
  });

  it("stays with the router otherwise", async () => {
    await using graph = await startTestGraph();
    graph.setLoans((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "set-cookie": "a=1", "x-shelf": "7" }).end('{"data":{"loans":[]}}');
    });
    const { headers } = await ask(graph.router.url, { query: "{ loans }" });
    expect([headers.getSetCookie(), headers.get("x-shelf")]).toEqual([[], null]);
  });
});

describe("compression", () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph({ compresses: true });
  });
  afterAll(() => graph[Symbol.asyncDispose]());
  const text = "tides and lanterns ".repeat(200);
  const answerTo = async (acceptEncoding: string | undefined, said = text) => {
    const body = JSON.stringify({ query: "query ($said: String!) { echo(text: $said) }", variables: { said } });
    const headers = { ...json, ...(acceptEncoding !== undefined && { "accept-encoding": acceptEncoding }) };
    const answer = await request(graph.router.url, { method: "POST", headers, body });
    return { encoding: answer.headers["content-encoding"], vary: answer.headers.vary, bytes: Buffer.from(await answer.body.arrayBuffer()) };
  };
  const whole = JSON.stringify({ data: { echo: text } });

  it("is in the encoding that the client likes best", async () => {
    const brotli = await answerTo("gzip, deflate, br");
    expect([brotli.encoding, brotli.vary, String(brotliDecompressSync(brotli.bytes))]).toEqual(["br", "Accept-Encoding", whole]);
    const zipped = await answerTo("br;q=0.5, gzip");
    expect([zipped.encoding, String(gunzipSync(zipped.bytes))]).toEqual(["gzip", whole]);
    expect(zipped.bytes.length).toBeLessThan(whole.length / 4);
  });

  it.each([undefined, "", "identity", "deflate", "br;q=0, gzip;q=0", "br;q=x"])("is left out for %s", async (acceptEncoding) => {
    const { encoding, bytes } = await answerTo(acceptEncoding);
    expect([encoding, String(bytes)]).toEqual([undefined, whole]);
  });

  it("is left out where it saves nothing", async () => {
    expect((await answerTo("br", "short")).encoding).toBeUndefined();
  });
});

describe("a page of another origin", () => {
  const friend = { origin: "https://friend.example" };
  const preflight = async (url: string, headers: Readonly<Record<string, string>>) =>
    (await fetch(url, { method: "OPTIONS", headers })).headers;

  it("is told what it may send and read, and for how long", async () => {
    await using graph = await startTestGraph({
      allowedOrigins: [friend.origin],
      corsMaxAgeSeconds: 60,
      corsAllowedHeaders: ["content-type", "authorization"],
      corsAllowsCredentials: true,
      responseHeaders: ["x-shelf"],
    });
    const told = await preflight(graph.router.url, { ...friend, "access-control-request-headers": "x-anything" });
    expect(Object.fromEntries([...told].filter(([name]) => name.startsWith("access-control")))).toEqual({
      "access-control-allow-credentials": "true",
      "access-control-allow-headers": "content-type, authorization",
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-origin": friend.origin,
      "access-control-expose-headers": "x-request-id, retry-after, x-shelf",
      "access-control-max-age": "60",
    });
    const answer = await ask(graph.router.url, { query: "{ echo }" }, friend);
    expect([answer.headers.get("access-control-allow-credentials"), answer.headers.get("vary")]).toEqual(["true", "Origin"]);
  });

  it("is told nothing when it is not on the list", async () => {
    await using graph = await startTestGraph({ allowedOrigins: [friend.origin] });
    const told = await preflight(graph.router.url, { origin: "https://stranger.example", "access-control-request-headers": "x" });
    expect([...told.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect(told.get("vary")).toBe("Origin");
  });
});

describe("a router that stops", () => {
  it("finishes the request in hand, and asks for another connection", async () => {
    const graph = await startTestGraph();
    let finish: (() => void) | undefined;
    graph.setLoans((_request, response) => {
      finish = () => response.setHeader("content-type", "application/json").end('{"data":{"loans":["last"]}}');
    });
    const pending = request(graph.router.url, { method: "POST", headers: json, body: '{"query":"{ loans }"}' });
    await until(() => finish !== undefined, "the subgraph is asked");
    const stopped = graph.router[Symbol.asyncDispose]();
    await expect(until(() => fetch(graph.router.url).then(() => false), "")).rejects.toThrow(/fetch failed/);
    finish?.();
    const answer = await pending;
    expect([answer.headers.connection, await answer.body.json()]).toEqual(["close", { data: { loans: ["last"] } }]);
    await stopped;
    await graph[Symbol.asyncDispose]();
  });

  it("does not wait for connections that say nothing", async () => {
    const graph = await startTestGraph();
    await ask(graph.router.url, { query: "{ echo }" });
    const silent = connect(Number(new URL(graph.router.url).port), "127.0.0.1");
    await once(silent, "connect");
    const startedAt = performance.now();
    await graph[Symbol.asyncDispose]();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    silent.destroy();
  });
});

describe("a router that checks no tokens", () => {
  it("knows nobody, and tells whoever sends one", async () => {
    await using graph = await startTestGraph({ jwksUrl: undefined });
    expect((await ask(graph.router.url, { query: "{ whoAsks }" })).body).toEqual({ data: { whoAsks: null } });
    const { status, body } = await ask(graph.router.url, { query: "{ echo }" }, { authorization: "Bearer a.b.c" });
    expect([status, body.errors[0].extensions.code, body.errors[0].message]).toEqual([
      401,
      "UNAUTHENTICATED",
      expect.stringMatching(/No access tokens/),
    ]);
  });

  it("says nothing to subgraphs without a secret", async () => {
    await using graph = await startTestGraph({ jwksUrl: undefined, claimSecret: undefined });
    let headers: Readonly<Record<string, unknown>> = {};
    graph.setLoans((request, response) => {
      headers = request.headers;
      response.setHeader("content-type", "application/json").end('{"data":{"loans":[]}}');
    });
    expect((await ask(graph.router.url, { query: "{ loans }" })).body).toEqual({ data: { loans: [] } });
    expect(headers["marquee-viewer"]).toBeUndefined();
  });
});

function errorCode(body: unknown): unknown {
  return (body as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code;
}

function parts(body: string | Buffer, count: number): Readable {
  return Readable.from(cut(body, count));
}

function* cut(body: string | Buffer, count: number): Generator<Buffer> {
  const bytes = Buffer.from(body);
  const size = Math.ceil(bytes.length / count);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
