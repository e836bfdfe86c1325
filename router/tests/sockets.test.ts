import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { closing, init, metric, open, talk } from "./sockets-talk.ts";
import { startTestGraph, type TestGraph, until } from "./test-graph.ts";

describe("the router over WebSocket", () => {
  let graph: TestGraph;
  let url: string;
  beforeAll(async () => {
    graph = await startTestGraph({
      allowedOrigins: ["https://friend.example"],
      limits: { connections: 20 },
    });
    url = graph.router.url.replace("http", "ws");
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  const run = (query: string, token?: string, key = "authorization") => {
    const client = createClient({
      url,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      ...(token && { connectionParams: { [key]: `Bearer ${token}` } }),
    });
    return new Promise<unknown>((resolve, reject) => {
      let last: unknown;
      client.subscribe(
        { query },
        {
          next: (value) => {
            last = value;
          },
          error: reject,
          complete: () => resolve(last),
        },
      );
    });
  };

  it("answers queries and mutations too, as whom the token says", async () => {
    expect(await run("{ works { name } whoAsks }")).toEqual({
      data: { works: [{ name: "Tides" }, { name: "On Lanterns" }], whoAsks: null },
    });
    expect(await run("{ whoAsks }", await graph.token({ sub: "alice" }))).toEqual({ data: { whoAsks: "alice" } });
    expect(await run("{ whoAsks }", await graph.token({ sub: "bob" }), "Authorization")).toEqual({ data: { whoAsks: "bob" } });
    expect(await run('mutation { rename(id: "1", name: "Ebb") { name } }')).toEqual({ data: { rename: { name: "Ebb" } } });
  });

  it("hides what failed, as over HTTP", async () => {
    expect(await run("{ crash }")).toEqual({
      data: { crash: null },
      errors: [{ message: "Something failed on our side.", path: ["crash"], extensions: { code: "INTERNAL_SERVER_ERROR" } }],
    });
  });

  it.each([
    ["GRAPHQL_PARSE_FAILED", "{ works { "],
    ["GRAPHQL_VALIDATION_FAILED", "{ nothing }"],
    ["OPERATION_TOO_LARGE", `{ ${"echo ".repeat(21)} }`],
    ["OPERATION_TOO_LARGE", `{ works { ${"id ".repeat(2_000)} } }`],
  ])("refuses with %s", async (code, query) => {
    await expect(run(query)).rejects.toMatchObject([{ extensions: { code } }]);
  });

  it("closes with 4403 for a token that is expired, tampered with or foreign", async () => {
    const tampered = `${(await graph.token()).slice(0, -6)}AAAAAA`;
    for (const token of [
      await graph.token({ sub: "alice" }, "-1s"),
      tampered,
      await graph.token({ sub: "alice", iss: "https://elsewhere.example" }),
      "x",
    ]) {
      const { closed } = await talk(url, { ...init, payload: { authorization: `Bearer ${token}` } });
      expect(await closed).toEqual([4403, "Forbidden"]);
    }
  });

  it("closes with 4403 when the token expires, and says so", async () => {
    const inTwoSeconds = Math.floor(Date.now() / 1_000) + 2;
    const { heard, closed } = await talk(url, {
      ...init,
      payload: { authorization: `Bearer ${await graph.token({ sub: "alice" }, inTwoSeconds)}` },
    });
    expect(await closed).toEqual([4403, "The access token has expired"]);
    expect(heard).toEqual([{ type: "connection_ack" }]);
    expect(Date.now()).toBeGreaterThanOrEqual(inTwoSeconds * 1_000 - 5);
  });

  it("lets in programs, its own pages and those of the listed origins, and no other page", async () => {
    for (const origin of [undefined, new URL(graph.router.url).origin, "https://friend.example"]) (await open(url, origin)).close();
    await expect(open(url, "https://stranger.example")).rejects.toThrow("403");
    await expect(open(url, "null")).rejects.toThrow("403");
  });

  it("is at one place", async () => {
    const elsewhere = new WebSocket(url.replace("/graphql", "/elsewhere"), "graphql-transport-ws");
    await expect(closing(elsewhere)).rejects.toThrow("404");
  });

  it("has only so many connections", async () => {
    await until(async () => (await metric(graph, "router_client_connections")) === 0, "a quiet router");
    const sockets = await Promise.all(Array.from({ length: 20 }, () => open(url)));
    await expect(open(url)).rejects.toThrow("503");
    for (const socket of sockets) socket.terminate();
  });

  it("cuts off who sends and never reads", async () => {
    const flooded = await startTestGraph({ limits: { bufferedBytes: 50_000, messagesPerSecond: 1_000_000 } });
    await using _ = flooded;
    const socket = new WebSocket(flooded.router.url.replace("http", "ws"), "graphql-transport-ws");
    await new Promise((resolve) => socket.once("open", resolve));
    let isClosed = false;
    socket.once("close", () => {
      isClosed = true;
    });
    socket.on("error", () => {}); // a cut connection
    socket.pause();
    const ping = JSON.stringify({ type: "ping", payload: { text: "x".repeat(30_000) } });
    const isCut = async () => (await metric(flooded, "router_client_connections")) === 0;
    await until(async () => {
      for (let i = 0; i < 100; i += 1) socket.send(ping, () => {});
      return isCut();
    }, "the connection is cut");
    socket.resume();
    await until(() => isClosed, "the client notices");
  });
});

describe("stopping the router", () => {
  it("finishes the requests in hand, says goodbye to sockets, and takes no more", async () => {
    const graph = await startTestGraph();
    await using _ = graph;
    const { url } = graph.router;
    let answer = () => {};
    const isAsked = new Promise<void>((resolve) => {
      graph.setLoans((_request, response) => {
        answer = () => void response.setHeader("content-type", "application/json").end('{"data":{"loans":["late"]}}');
        resolve();
      });
    });
    const socket = new WebSocket(url.replace("http", "ws"), "graphql-transport-ws");
    await new Promise((resolve) => socket.once("open", resolve));
    const closed = new Promise((resolve) => socket.once("close", (code, reason) => resolve([code, String(reason)])));
    const inHand = fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: '{"query":"{ loans }"}' });
    await isAsked;

    const stopped = graph.router[Symbol.asyncDispose]();
    expect(await closed).toEqual([1001, "Going away"]);
    await until(
      () =>
        fetch(url).then(
          () => false,
          () => true,
        ),
      "no new connections",
    );
    answer();
    expect(await (await inHand).json()).toEqual({ data: { loans: ["late"] } });
    await stopped;
  });
});
