import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { closing, complete, greeted, init, open, subscribe, talk } from "./sockets-talk.ts";
import { startTestGraph, type TestGraph, until } from "./test-graph.ts";

const readers = "subscription { readers(id: 1) { readers } }";

describe("the graphql-transport-ws protocol", () => {
  let graph: TestGraph;
  let url: string;
  beforeAll(async () => {
    graph = await startTestGraph({ limits: { operationsPerConnection: 3, messageBytes: 10_000 } });
    url = graph.router.url.replace("http", "ws");
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  it("acknowledges a greeting, with or without a payload", async () => {
    for (const payload of [undefined, null, {}, { other: [1] }]) {
      const { heard, hears, socket } = await talk(url, { ...init, payload });
      await hears(1);
      expect(heard).toEqual([{ type: "connection_ack" }]);
      socket.terminate();
    }
  });

  it("closes with 4408 for who does not greet, whatever else it says", async () => {
    const { closed } = await talk(url, { type: "ping" }, { type: "pong" });
    expect(await closed).toEqual([4408, "Connection initialisation timeout"]);
  });

  it("closes with 4429 for a second greeting, acknowledged or not", async () => {
    expect(await (await talk(url, init, init)).closed).toEqual([4429, "Too many initialisation requests"]);
    const { say, closed } = await greeted(url);
    say(init);
    expect(await closed).toEqual([4429, "Too many initialisation requests"]);
  });

  it("closes with 4401 for an operation before the acknowledgement", async () => {
    for (const messages of [[subscribe("1", "{ echo }")], [init, subscribe("1", "{ echo }")]]) {
      expect(await (await talk(url, ...messages)).closed).toEqual([4401, "Unauthorized"]);
    }
  });

  it.each<readonly [string, unknown]>([
    ["no JSON", "{oops"],
    ["nothing", ""],
    ["JSON that is no object", "[1,2]"],
    ["null", "null"],
    ["no type", { id: "1" }],
    ["an unknown type", { type: "shout" }],
    ["a type of the legacy protocol", { id: "1", type: "start", payload: { query: "{ echo }" } }],
    ["an acknowledgement", { type: "connection_ack" }],
    ["a result", { id: "1", type: "next", payload: {} }],
    ["an error", { id: "1", type: "error", payload: [{ message: "no" }] }],
    ["a greeting with a list", { ...init, payload: [] }],
    ["a ping with a text", { type: "ping", payload: "x" }],
    ["a pong with a number", { type: "pong", payload: 1 }],
    ["an operation without an id", { type: "subscribe", payload: { query: "{ echo }" } }],
    ["an operation with an empty id", subscribe("", "{ echo }")],
    ["an operation with a number as its id", { ...subscribe("", "{ echo }"), id: 1 }],
    ["an operation without a payload", { id: "1", type: "subscribe" }],
    ["an operation without a query", { id: "1", type: "subscribe", payload: {} }],
    ["a query that is no text", { id: "1", type: "subscribe", payload: { query: ["{ echo }"] } }],
    ["variables that are a text", { id: "1", type: "subscribe", payload: { query: "{ echo }", variables: "x" } }],
    ["variables that are a list", { id: "1", type: "subscribe", payload: { query: "{ echo }", variables: [] } }],
    ["an operation's name that is a number", { id: "1", type: "subscribe", payload: { query: "{ echo }", operationName: 1 } }],
    ["extensions that are a text", { id: "1", type: "subscribe", payload: { query: "{ echo }", extensions: "x" } }],
    ["a completion without an id", { type: "complete" }],
    ["a completion with an empty id", complete("")],
    ["a binary message", Buffer.from(JSON.stringify(subscribe("1", "{ echo }")))],
  ])("closes with 4400 when it is sent %s, greeted or not", async (_what, message) => {
    const stranger = await talk(url, message);
    expect(await stranger.closed).toEqual([4400, "Invalid message received"]);
    const { say, closed, heard } = await greeted(url);
    say(message);
    expect(await closed).toEqual([4400, "Invalid message received"]);
    expect([stranger.heard, heard]).toEqual([[], []]);
  });

  it("hears nothing more after what it closed for", async () => {
    const { say, closed, heard } = await greeted(url);
    say("{oops", { type: "ping" }, subscribe("1", "{ echo }"));
    expect((await closed)[0]).toBe(4400);
    expect(heard).toEqual([]);
  });

  it("answers each ping with its payload at any time, and takes pongs that nobody asked for", async () => {
    const { heard, hears, say, socket } = await talk(url, { type: "ping" }, { type: "ping", payload: { at: 1 } }, init);
    await hears(3);
    say({ type: "pong" }, { type: "pong", payload: { a: null } }, { type: "ping", payload: null }, { type: "ping", payload: {} });
    await hears(5);
    const pongs = [{ type: "pong" }, { type: "pong", payload: { at: 1 } }];
    expect(heard).toEqual([...pongs, { type: "connection_ack" }, { type: "pong" }, { type: "pong", payload: {} }]);
    socket.terminate();
  });

  it("answers a query with one result and its completion, and a mutation too", async () => {
    const { heard, hears, say, socket } = await greeted(url);
    say({ id: "a", type: "subscribe", payload: { query: "query Q($t: String!) { echo(text: $t) }", variables: { t: "é\u2028" } } });
    await hears(2);
    say({
      id: "b",
      type: "subscribe",
      payload: { query: 'mutation M { rename(id: 1, name: "Ebb") { name } }', operationName: "M", variables: null },
    });
    await hears(4);
    expect(heard).toEqual([
      { id: "a", type: "next", payload: { data: { echo: "é\u2028" } } },
      complete("a"),
      { id: "b", type: "next", payload: { data: { rename: { name: "Ebb" } } } },
      complete("b"),
    ]);
    socket.terminate();
  });

  it("answers with one error message what is not run, and goes on", async () => {
    const { heard, hears, say, socket } = await greeted(url);
    const refused = [
      ["{ echo", {}, "GRAPHQL_PARSE_FAILED"],
      ["subscription { nothing }", {}, "GRAPHQL_VALIDATION_FAILED"],
      ["query A { echo } query B { echo }", {}, "OPERATION_RESOLUTION_FAILURE"],
      ["query ($t: String!) { echo(text: $t) }", {}, "BAD_USER_INPUT"],
      ["subscription ($id: ID!) { readers(id: $id) { readers } }", { id: { a: 1 } }, "BAD_USER_INPUT"],
    ] as const;
    for (const [at, [query, variables, code]] of refused.entries()) {
      say({ id: "same", type: "subscribe", payload: { query, variables } });
      await hears(at + 1);
      expect(heard[at]).toEqual({ id: "same", type: "error", payload: [expect.objectContaining({ extensions: { code } })] });
    }
    socket.terminate();
  });

  it("frees an id when its operation is complete, on either side", async () => {
    const { heard, hears, say, socket } = await greeted(url);
    graph.desk.now.set("1", { readers: 4, workId: "1" });
    say(subscribe("1", readers));
    await hears(1);
    say(complete("1"), subscribe("1", "{ echo }"));
    await hears(3);
    say(subscribe("1", readers));
    await hears(4);
    graph.desk.end("1");
    await hears(5);
    say(subscribe("1", "{ echo }"));
    await hears(7);
    const value = { id: "1", type: "next", payload: { data: { readers: { readers: 4 } } } };
    const echo = { id: "1", type: "next", payload: { data: { echo: "hello" } } };
    expect(heard).toEqual([value, echo, complete("1"), value, complete("1"), echo, complete("1")]);
    socket.terminate();
    graph.desk.open.clear();
  });

  it("closes with 4409 for an id that is in use, cut to what a close frame holds", async () => {
    for (const id of ["1", "é".repeat(500), "constructor"]) {
      const { say, closed } = await greeted(url);
      say(subscribe(id, readers), subscribe(id, "{ echo }"));
      const [code, reason] = await closed;
      expect(code).toBe(4409);
      expect(`Subscriber for ${id} already exists`.startsWith(reason)).toBe(true);
      expect(Buffer.byteLength(reason)).toBeGreaterThan(20);
    }
  });

  it("says nothing of an operation that was completed before it was answered, and ignores completions of others", async () => {
    const { heard, hears, say, socket } = await greeted(url);
    say(
      complete("never heard of"),
      subscribe("1", readers),
      complete("1"),
      subscribe("1", "{ whoAsks }"),
      complete("1"),
      subscribe("2", "{ echo }"),
    );
    await hears(2);
    expect(heard).toEqual([{ id: "2", type: "next", payload: { data: { echo: "hello" } } }, complete("2")]);
    socket.terminate();
  });

  it("runs only so many operations at a time on one connection", async () => {
    const { heard, hears, say, socket } = await greeted(url);
    say(...["1", "2", "3", "4"].map((id) => subscribe(id, "subscription { readers(id: 7) { readers } }")));
    await hears(1);
    expect(heard).toMatchObject([{ id: "4", type: "error", payload: [{ extensions: { code: "TOO_MANY_SUBSCRIPTIONS" } }] }]);
    say(complete("1"), subscribe("5", "{ echo }"));
    await hears(3);
    expect(heard[1]).toMatchObject({ id: "5", type: "next", payload: { data: { echo: "hello" } } });
    socket.terminate();
  });

  it("sends away who speaks the legacy protocol or none, and says which one is spoken", async () => {
    const refusal = [4406, "Subprotocol not acceptable: speak graphql-transport-ws"];
    for (const offered of [[], "graphql-ws", ["mqtt", "graphql-ws"]]) expect(await closing(new WebSocket(url, offered))).toEqual(refusal);
    const either = new WebSocket(url, ["graphql-ws", "graphql-transport-ws"]);
    await new Promise((resolve) => either.once("open", resolve));
    expect(either.protocol).toBe("graphql-transport-ws");
    either.terminate();
  });

  it("is what the client of graphql-ws speaks: keep-alive, many operations and a clean end", async () => {
    let pongs = 0;
    const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, keepAlive: 20, on: { pong: () => void pongs++ } });
    const [first, second] = [
      client.iterate({ query: "subscription { readers(id: 2) { readers } }" }),
      client.iterate({ query: "subscription { visits(id: 1) { readers } }" }),
    ];
    const waiting = [first.next(), second.next()];
    await until(() => graph.desk.subscribers("2") === 1 && graph.desk.subscribers("visits of 1") === 1, "two upstreams");
    graph.desk.push("2", { readers: 8, workId: "1" });
    graph.desk.push("visits of 1", { readers: 9, workId: "1" });
    expect((await Promise.all(waiting)).map(({ value }) => value)).toEqual([
      { data: { readers: { readers: 8 } } },
      { data: { visits: { readers: 9 } } },
    ]);
    await first.return?.();
    await until(() => graph.desk.subscribers("2") === 0 && pongs > 2, "the first leaves, and the line is kept alive");
    await client.dispose();
    await until(() => graph.desk.subscribers("visits of 1") === 0, "the second leaves");
  });
});

describe("a client of the sockets", () => {
  it("that sends more messages than it may is sent away with 4429", async () => {
    const graph = await startTestGraph({ limits: { messagesPerSecond: 2 } });
    await using _ = graph;
    const url = graph.router.url.replace("http", "ws");
    const { say, hears, closed, heard } = await greeted(url);
    const ping = { type: "ping" };
    say(...Array.from({ length: 19 }, () => ping)); // with the greeting these are ten seconds' worth
    await hears(19);
    say(ping, ping, ping);
    expect(await closed).toEqual([4429, "Too many messages"]);
    expect(heard.length).toBeLessThan(22);
    const pinging = await open(url);
    const ended = closing(pinging);
    for (let i = 0; i < 30; i += 1) pinging.ping();
    expect(await ended).toEqual([4429, "Too many messages"]);
  });

  it("has only so many connections from one address, and one more when one has ended", async () => {
    const graph = await startTestGraph({ limits: { connectionsPerAddress: 2 } });
    await using _ = graph;
    const url = graph.router.url.replace("http", "ws");
    const [first] = await Promise.all([open(url), open(url)]);
    await expect(open(url)).rejects.toThrow("429");
    first.terminate();
    await until(
      () =>
        open(url).then(
          () => true,
          () => false,
        ),
      "a place is free again",
    );
    await expect(open(url)).rejects.toThrow("429");
  });
});
