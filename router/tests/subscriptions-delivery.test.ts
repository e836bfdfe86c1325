import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { z } from "zod";
import { greeted, metric, subscribe, type Talk } from "./sockets-talk.ts";
import { startTestGraph, type TestGraph, until } from "./test-graph.ts";

const resultShape = z.object({ data: z.record(z.string(), z.object({ readers: z.number() })) });
const visits = (id: string, fields = "readers") => `subscription { visits(id: ${id}) { ${fields} } }`;

describe("the events of a subscription", () => {
  let graph: TestGraph;
  let url: string;
  const sockets: WebSocket[] = [];
  beforeAll(async () => {
    graph = await startTestGraph();
    url = graph.router.url.replace("http", "ws");
  });
  afterAll(async () => {
    for (const socket of sockets) socket.terminate();
    await graph[Symbol.asyncDispose]();
  });

  const clients = async (count: number, query: string): Promise<Talk[]> => {
    const before = await metric(graph, "router_client_subscriptions");
    const all = await Promise.all(Array.from({ length: count }, () => greeted(url)));
    for (const { say, socket } of all) {
      say(subscribe("1", query));
      sockets.push(socket);
    }
    await until(async () => (await metric(graph, "router_client_subscriptions")) === before + count, `${count} subscriptions`);
    return all;
  };
  const upstream = (channel: string) => until(() => graph.desk.subscribers(channel) === 1, `an upstream for ${channel}`);
  const counts = ({ heard }: Talk) =>
    heard.flatMap(({ payload }) => (payload ? Object.values(resultShape.parse(payload).data) : [])).map(({ readers }) => readers);
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  it("all reach each client, in order, however fast they come", async () => {
    const all = await clients(5, visits("1"));
    await upstream("visits of 1");
    for (const readers of numbers(300)) graph.desk.push("visits of 1", { readers, workId: "1" });
    await Promise.all(all.map(({ hears }) => hears(300)));
    expect(all.map((each) => counts(each))).toEqual(all.map(() => numbers(300)));
  });

  it("that are past are not told to who joins late", async () => {
    const [early] = await clients(1, visits("2"));
    await upstream("visits of 2");
    graph.desk.push("visits of 2", { readers: 1, workId: "1" });
    await early?.hears(1);
    const [late] = await clients(1, visits("2"));
    graph.desk.push("visits of 2", { readers: 2, workId: "1" });
    await Promise.all([early?.hears(2), late?.hears(1)]);
    expect([early, late].map((each) => each && counts(each))).toEqual([[1, 2], [2]]);
  });

  it("keep their order when the fields of another subgraph are late for the first of them", async () => {
    const answers: (() => void)[] = [];
    graph.setLoans((_request, response) => {
      const text = `{"data":{"_entities":[{"loans":${answers.length}}]}}`;
      answers.push(() => void response.setHeader("content-type", "application/json").end(text));
    });
    const [client] = await clients(1, visits("3", "readers work { loans }"));
    await upstream("visits of 3");
    for (const readers of [1, 2, 3]) graph.desk.push("visits of 3", { readers, workId: "1" });
    await until(() => answers.length === 3, "the questions for all events");
    const [first, second, third] = answers;
    third?.();
    second?.();
    graph.desk.push("visits of 3", { readers: 4, workId: "1" });
    await until(() => answers.length === 4, "the question for one more");
    expect(client?.heard).toEqual([]);
    first?.();
    await client?.hears(3);
    answers[3]?.();
    await client?.hears(4);
    expect(client && counts(client)).toEqual([1, 2, 3, 4]);
  });

  it("wait for a client that does not read for a while, all of them", async () => {
    const [slow, quick] = await clients(2, visits("4"));
    await upstream("visits of 4");
    slow?.socket.pause();
    for (const readers of numbers(200)) graph.desk.push("visits of 4", { readers, workId: "1" });
    await quick?.hears(200);
    slow?.socket.resume();
    await slow?.hears(200);
    expect(slow && counts(slow)).toEqual(numbers(200));
  });

  it("end the connection of a client that falls too far behind with 4410, and delay nobody", async () => {
    const [slow, quick] = await clients(2, visits("5", "readers blurb"));
    if (!slow || !quick) throw new Error("expected two clients");
    await upstream("visits of 5");
    slow.socket.pause();
    const before = await metric(graph, "router_client_subscriptions");
    let pushed = 0;
    while ((await metric(graph, "router_client_subscriptions")) === before) {
      pushed += 1;
      graph.desk.push("visits of 5", { readers: pushed, workId: "1", blurb: "x".repeat(200_000) });
      await quick.hears(pushed);
    }
    slow.socket.resume();
    expect(await slow.closed).toEqual([4410, "Too slow: more was waiting to be read than may"]);
    expect(counts(slow)).toEqual(numbers(counts(slow).length));
    expect(counts(quick)).toEqual(numbers(pushed));
    expect(graph.desk.subscribers("visits of 5")).toBe(1);
  });

  it("that only the latest counts of are dropped for a client that does not read, up to the newest, and delay nobody", async () => {
    const [slow, quick] = await clients(2, "subscription { readers(id: 1) { readers blurb } }");
    if (!slow || !quick) throw new Error("expected two clients");
    await upstream("1");
    slow.socket.pause();
    for (const readers of numbers(150)) {
      graph.desk.push("1", { readers, workId: "1", blurb: "x".repeat(200_000) });
      await until(() => counts(quick).at(-1) === readers, `the quick client gets ${readers}`);
    }
    expect(counts(slow)).toEqual([]);
    slow.socket.resume();
    await until(() => counts(slow).at(-1) === 150, "the slow client gets the newest");
    expect(counts(slow).length).toBeLessThan(75);
  });

  it("that only the latest counts of reach a client that does not read before the end does", async () => {
    const [slow, quick] = await clients(2, "subscription { readers(id: 2) { readers blurb } }");
    if (!slow || !quick) throw new Error("expected two clients");
    await upstream("2");
    slow.socket.pause();
    for (const readers of numbers(50)) {
      graph.desk.push("2", { readers, workId: "1", blurb: "x".repeat(200_000) });
      await until(() => counts(quick).at(-1) === readers, `the quick client gets ${readers}`);
    }
    graph.desk.end("2");
    await until(() => quick.heard.at(-1)?.type === "complete", "the end");
    slow.socket.resume();
    await until(() => slow.heard.at(-1)?.type === "complete", "the end");
    expect(counts(slow).at(-1)).toBe(50);
    graph.desk.open.clear();
  });

  it("over HTTP, that a client falls too far behind with, end with a result that says so, and delay nobody", async () => {
    const { body } = await request(graph.router.url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ query: visits("6", "readers blurb") }),
    });
    const [quick] = await clients(1, visits("6", "readers blurb"));
    await upstream("visits of 6");
    const before = await metric(graph, "router_client_subscriptions");
    let pushed = 0;
    while ((await metric(graph, "router_client_subscriptions")) === before) {
      pushed += 1;
      graph.desk.push("visits of 6", { readers: pushed, workId: "1", blurb: "x".repeat(200_000) });
      await quick?.hears(pushed);
    }
    const results = [...(await body.text()).matchAll(/^data: (\{.*\})$/gm)].map(([, json = ""]) => JSON.parse(json));
    expect(results.at(-1)).toMatchObject({ errors: [{ extensions: { code: "TOO_SLOW" } }] });
    expect(results.slice(0, -1).map(({ data }) => data.visits.readers)).toEqual(numbers(results.length - 1));
    expect(quick && counts(quick)).toEqual(numbers(pushed));
  });
});
