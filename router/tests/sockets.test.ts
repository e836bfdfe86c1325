import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startTestGraph, type TestGraph, until } from "./test-graph.ts";

describe("the router over WebSocket", () => {
  let graph: TestGraph;
  let url: string;
  beforeAll(async () => {
    graph = await startTestGraph({
      allowedOrigins: ["https://friend.example"],
      limits: { operationsPerConnection: 3, messageBytes: 10_000, connections: 20 },
    });
    url = graph.router.url.replace("http", "ws");
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  const closing = (socket: WebSocket) =>
    new Promise<[number, string]>((resolve, reject) => {
      socket.once("close", (code, reason) => resolve([code, String(reason)]));
      socket.once("error", reject);
    });

  const open = async (origin?: string) => {
    const socket = new WebSocket(url, "graphql-transport-ws", origin ? { origin } : {});
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return socket;
  };

  /** A connection spoken to by hand: what it was told, frame by frame. */
  const talk = async (...messages: readonly unknown[]) => {
    const socket = await open();
    const heard: Record<string, unknown>[] = [];
    socket.on("message", (data) => void heard.push(JSON.parse(String(data))));
    for (const message of messages)
      socket.send(typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message));
    return { socket, heard, closed: closing(socket) };
  };
  const init = { type: "connection_init" };
  const subscribe = (id: string, query: string) => ({ id, type: "subscribe", payload: { query } });

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
      const { closed } = await talk({ ...init, payload: { authorization: `Bearer ${token}` } });
      expect(await closed).toEqual([4403, "Forbidden"]);
    }
  });

  it("closes with 4403 when the token expires, and says so", async () => {
    const inTwoSeconds = Math.floor(Date.now() / 1_000) + 2;
    const { heard, closed } = await talk({
      ...init,
      payload: { authorization: `Bearer ${await graph.token({ sub: "alice" }, inTwoSeconds)}` },
    });
    expect(await closed).toEqual([4403, "The access token has expired"]);
    expect(heard).toEqual([{ type: "connection_ack" }]);
    expect(Date.now()).toBeGreaterThanOrEqual(inTwoSeconds * 1_000 - 5);
  });

  it("lets in programs, its own pages and those of the listed origins, and no other page", async () => {
    for (const origin of [undefined, new URL(graph.router.url).origin, "https://friend.example"]) (await open(origin)).close();
    await expect(open("https://stranger.example")).rejects.toThrow("403");
    await expect(open("null")).rejects.toThrow("403");
  });

  it("speaks one protocol at one place", async () => {
    const refusal = [4406, "Subprotocol not acceptable: speak graphql-transport-ws"];
    for (const offered of [[], "graphql-ws", ["mqtt", "graphql-ws"]]) expect(await closing(new WebSocket(url, offered))).toEqual(refusal);
    const elsewhere = new WebSocket(url.replace("/graphql", "/elsewhere"), "graphql-transport-ws");
    await expect(closing(elsewhere)).rejects.toThrow("404");
  });

  it.each([
    ["no JSON", "{oops", 4400],
    ["no message", "[1,2]", 4400],
    ["an unknown type", { type: "shout" }, 4400],
    ["a message of the server's", { type: "connection_ack" }, 4400],
    ["a subscription without a query", { id: "1", type: "subscribe", payload: {} }, 4400],
    ["variables that are no object", { id: "1", type: "subscribe", payload: { query: "{ echo }", variables: "x" } }, 4400],
    ["a subscription before the greeting", subscribe("1", "{ echo }"), 4401],
    ["more than a message may hold", "x".repeat(10_001), 1009],
  ])("closes when it is sent %s", async (_what, message, code) => {
    const { closed, heard } = await talk(message);
    const [actual, reason] = await closed;
    expect(actual).toBe(code);
    expect(reason).not.toMatch(/\/|stack|Error/);
    expect(heard).toEqual([]);
  });

  it("closes on a frame that is no WebSocket frame, and lives", async () => {
    const socket = await open();
    const closed = closing(socket);
    const { _socket: stream } = socket as unknown as { _socket: NodeJS.WritableStream };
    stream.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x00, 0x01]));
    expect((await closed)[0]).toBe(1002);
    expect(await run("{ echo }")).toEqual({ data: { echo: "hello" } });
  });

  it("closes when greeted twice, and when an id is used twice at a time", async () => {
    expect((await (await talk(init, init)).closed)[0]).toBe(4429);
    const { socket, heard, closed } = await talk(init);
    await until(() => heard.length === 1, "the greeting");
    socket.send(JSON.stringify(subscribe("1", "subscription { readers(id: 1) { readers } }")));
    socket.send(JSON.stringify(subscribe("1", "subscription { readers(id: 1) { readers } }")));
    expect((await closed)[0]).toBe(4409);
  });

  it("runs only so many operations at a time on one connection", async () => {
    const { socket, heard } = await talk(init);
    await until(() => heard.length === 1, "the greeting");
    for (const id of ["1", "2", "3", "4"]) socket.send(JSON.stringify(subscribe(id, "subscription { readers(id: 7) { readers } }")));
    await until(() => heard.length === 2, "a refusal");
    expect(heard[1]).toMatchObject({ id: "4", type: "error", payload: [{ extensions: { code: "TOO_MANY_SUBSCRIPTIONS" } }] });
    socket.send(JSON.stringify({ id: "1", type: "complete" }));
    socket.send(JSON.stringify(subscribe("5", "{ echo }")));
    await until(() => heard.length === 4, "an answer in the place that is free again");
    expect(heard[2]).toMatchObject({ id: "5", type: "next", payload: { data: { echo: "hello" } } });
    socket.close();
  });

  it("has only so many connections", async () => {
    await until(
      async () =>
        (await (await fetch(new URL("/metrics", graph.router.url))).text()).includes('router_client_connections{service="router"} 0'),
      "a quiet router",
    );
    const sockets = await Promise.all(Array.from({ length: 20 }, () => open()));
    await expect(open()).rejects.toThrow("503");
    for (const socket of sockets) socket.terminate();
  });

  it("cuts off who sends and never reads", async () => {
    const flooded = await startTestGraph({ limits: { bufferedBytes: 50_000 } });
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
    const isCut = async () =>
      (await (await fetch(new URL("/metrics", flooded.router.url))).text()).includes('router_client_connections{service="router"} 0');
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
