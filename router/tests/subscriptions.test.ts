import { type Client, createClient } from "graphql-ws";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startTestGraph, type TestGraph, until } from "./test-graph.ts";

const query = "subscription ($id: ID!) { readers(id: $id) { readers work { name } } }";

describe("a subscription", () => {
  let graph: TestGraph;
  let clients: Client[] = [];
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  beforeEach(() => {
    graph.desk.seen.length = 0;
    graph.fetches.length = 0;
    graph.desk.now.clear();
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.dispose()));
    clients = [];
    await until(async () => (await metric("router_upstream_subscriptions")) === 0, "all upstreams close");
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  const metric = async (name: string) => {
    const text = await (await fetch(new URL("/metrics", graph.router.url))).text();
    return Number(new RegExp(`^${name}(?:\\{.*\\})? (.*)$`, "m").exec(text)?.[1] ?? 0);
  };

  interface Watch {
    readonly results: { data?: unknown; errors?: unknown }[];
    readonly ended: { by?: unknown };
    readonly stop: () => void;
  }

  const connect = (token?: string): Client => {
    const client = createClient({
      url: graph.router.url.replace("http", "ws"),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      ...(token && { connectionParams: { authorization: `Bearer ${token}` } }),
    });
    clients.push(client);
    return client;
  };

  const watch = (text = query, variables: Record<string, unknown> = { id: "1" }, client = connect()): Watch => {
    const results: Watch["results"] = [];
    const ended: Watch["ended"] = {};
    const stop = client.subscribe(
      { query: text, variables },
      {
        next: (result) => void results.push(result as Watch["results"][number]),
        error: (error) => {
          ended.by = error;
        },
        complete: () => {
          ended.by ??= "complete";
        },
      },
    );
    return { results, ended, stop };
  };
  const readers = ({ results }: Watch) => results.map(({ data }) => (data as { readers: { readers: number } }).readers.readers);
  const subscribed = (channel: string, count: number) =>
    until(() => graph.desk.subscribers(channel) === count, `${channel} has ${count} subscribers`);
  const got = (watching: Watch, count: number) => until(() => watching.results.length >= count, `${count} results`);

  it("delivers the value now, then each newer one, with the fields of other subgraphs", async () => {
    graph.desk.push("1", { readers: 1, workId: "1" });
    const watching = watch();
    await got(watching, 1);
    graph.desk.push("1", { readers: 2, workId: "2" });
    await got(watching, 2);
    expect(watching.results).toEqual([
      { data: { readers: { readers: 1, work: { name: "Tides" } } } },
      { data: { readers: { readers: 2, work: { name: "On Lanterns" } } } },
    ]);
  });

  it("of ten clients is one upstream and one fetch for each event", async () => {
    const resolutions = await metric("router_event_resolutions_total");
    const tokens = await Promise.all(["alice", "bob", undefined].map((sub) => (sub ? graph.token({ sub }) : undefined)));
    const ten = Array.from({ length: 10 }, (_, i) => watch(query, { id: "1" }, connect(tokens[i % 3])));
    await until(async () => (await metric("router_client_subscriptions")) === 10, "ten subscriptions");
    await subscribed("1", 1);
    for (const count of [1, 2, 3]) {
      graph.desk.push("1", { readers: count, workId: "1" });
      await Promise.all(ten.map((each) => got(each, count)));
    }
    expect(ten.map(readers)).toEqual(ten.map(() => [1, 2, 3]));
    expect(graph.desk.subscribers("1")).toBe(1);
    expect(await metric("router_upstream_subscriptions")).toBe(1);
    expect((await metric("router_event_resolutions_total")) - resolutions).toBe(3);
    expect(graph.fetches.map(({ subgraph }) => subgraph)).toEqual(["books", "books", "books"]);
  });

  it("goes on for the others when the first client leaves, and ends with the last", async () => {
    const [first, second, third] = [watch(), watch(), watch()];
    await until(async () => (await metric("router_client_subscriptions")) === 3, "three subscriptions");
    await subscribed("1", 1);
    first.stop();
    await until(async () => (await metric("router_client_subscriptions")) === 2, "the first one leaves");
    graph.desk.push("1", { readers: 5, workId: "1" });
    await Promise.all([got(second, 1), got(third, 1)]);
    expect([readers(first), readers(second), readers(third)]).toEqual([[], [5], [5]]);
    expect(graph.desk.subscribers("1")).toBe(1);
    second.stop();
    third.stop();
    await subscribed("1", 0);
  });

  it("ends upstream when the last client's connection is cut", async () => {
    const client = connect();
    watch(query, { id: "1" }, client);
    await subscribed("1", 1);
    client.terminate();
    await subscribed("1", 0);
  });

  it("gives the last value at once to one who joins late", async () => {
    const first = watch();
    await subscribed("1", 1);
    graph.desk.push("1", { readers: 9, workId: "1" });
    await got(first, 1);
    const late = watch();
    await got(late, 1);
    expect(readers(late)).toEqual([9]);
    expect(graph.fetches).toHaveLength(1);
  });

  it("shares its upstream with one that asks for other fields of other subgraphs", async () => {
    const names = watch("subscription A { readers(id: 1) { work { name } } }");
    const pages = watch("subscription B { readers(id: 1) { work { ... on Book { pages } } } }");
    await until(async () => (await metric("router_client_subscriptions")) === 2, "two subscriptions");
    graph.desk.push("1", { readers: 1, workId: "1" });
    await Promise.all([got(names, 1), got(pages, 1)]);
    expect(pages.results).toEqual([{ data: { readers: { work: { pages: 300 } } } }]);
    expect(graph.desk.subscribers("1")).toBe(1);
  });

  it("that depends on the viewer is shared by the viewer's own devices alone", async () => {
    const mine = "subscription { mine { readers work { note } } }";
    const tokens = await Promise.all(["alice", "alice", "bob"].map((sub) => graph.token({ sub })));
    const [phone, tv, other] = tokens.map((token) => watch(mine, {}, connect(token)));
    if (!phone || !tv || !other) throw new Error("three devices");
    await until(async () => (await metric("router_client_subscriptions")) === 3, "three subscriptions");
    await Promise.all([subscribed("of alice", 1), subscribed("of bob", 1)]);
    graph.desk.push("of alice", { readers: 1, workId: "1" });
    graph.desk.push("of bob", { readers: 2, workId: "2" });
    await Promise.all([phone, tv, other].map((each) => got(each, 1)));
    expect(phone.results).toEqual([{ data: { mine: { readers: 1, work: { note: "alice on 1" } } } }]);
    expect(tv.results).toEqual(phone.results);
    expect(other.results).toEqual([{ data: { mine: { readers: 2, work: { note: "bob on 2" } } } }]);
    expect(await metric("router_upstream_subscriptions")).toBe(2);
  });

  it("to something public with one private field shares the upstream, and asks for that field as each viewer", async () => {
    const text = "subscription { readers(id: 1) { work { note } } }";
    const [alice, bob] = [
      watch(text, {}, connect(await graph.token({ sub: "alice" }))),
      watch(text, {}, connect(await graph.token({ sub: "bob" }))),
    ];
    await until(async () => (await metric("router_client_subscriptions")) === 2, "two subscriptions");
    graph.desk.push("1", { readers: 1, workId: "1" });
    await Promise.all([got(alice, 1), got(bob, 1)]);
    expect([alice.results[0], bob.results[0]]).toEqual(
      ["alice", "bob"].map((who) => ({ data: { readers: { work: { note: `${who} on 1` } } } })),
    );
  });

  it("pauses while its subgraph is away, and goes on", async () => {
    graph.desk.push("1", { readers: 1, workId: "1" });
    const watching = watch();
    await got(watching, 1);
    await graph.stopReaders();
    await subscribed("1", 0);
    graph.desk.push("1", { readers: 2, workId: "1" });
    await graph.startReaders();
    await until(() => readers(watching).includes(2), "the value after the pause");
    expect(watching.ended).toEqual({});
  });

  it("ends when its subgraph completes it", async () => {
    const watching = watch();
    await subscribed("1", 1);
    graph.desk.end("1");
    await until(() => watching.ended.by !== undefined, "the end");
    expect(watching.ended.by).toBe("complete");
    graph.desk.open.clear();
  });

  it("that its subgraph refuses says why, and ends", async () => {
    const watching = watch("subscription { denied { readers } }", {});
    await until(() => watching.ended.by !== undefined, "the end");
    expect(watching.results).toEqual([
      {
        data: { denied: null },
        errors: [{ message: "This desk is for librarians.", path: ["denied"], extensions: { code: "FORBIDDEN" } }],
      },
    ]);
  });

  it("hides what failed in an event, and delivers the rest of it", async () => {
    graph.desk.push("1", { readers: 3, workId: "1" });
    const watching = watch("subscription { readers(id: 1) { readers secret work { loans } } }", {});
    graph.setLoans((_request, response) => void response.writeHead(500).end("at loans.ts:3"));
    await got(watching, 1);
    expect(watching.results[0]).toEqual({
      data: { readers: { readers: 3, secret: null, work: { loans: null } } },
      errors: expect.arrayContaining([
        { message: "Something failed on our side.", path: ["readers", "secret"], extensions: { code: "INTERNAL_SERVER_ERROR" } },
        {
          message: expect.stringMatching(/did not answer/),
          path: ["readers", "work", "loans"],
          extensions: { code: "SERVICE_UNAVAILABLE" },
        },
      ]),
    });
  });

  it("that the planner could not take is refused, and why", async () => {
    const conditional = watch("subscription ($on: Boolean! = true) { readers(id: 1) @include(if: $on) { readers } }", {});
    const inFragment = watch(
      "subscription { ...F } fragment F on Subscription { ... on Subscription @skip(if: false) { ...G } } fragment G on Subscription { ...F }",
      {},
    );
    await until(() => inFragment.ended.by !== undefined, "it is refused");
    expect(inFragment.ended.by).toMatchObject([{ message: expect.stringMatching(/@skip nor @include/) }]);
    const double = watch("subscription { a: readers(id: 1) { readers } b: readers(id: 2) { readers } }", {});
    await until(() => conditional.ended.by !== undefined && double.ended.by !== undefined, "both are refused");
    expect(conditional.ended.by).toMatchObject([
      { message: expect.stringMatching(/@skip nor @include/), extensions: { code: "GRAPHQL_VALIDATION_FAILED" } },
    ]);
    expect(double.ended.by).toMatchObject([
      { message: expect.stringMatching(/only one top level field/), extensions: { code: "GRAPHQL_VALIDATION_FAILED" } },
    ]);
  });
});
