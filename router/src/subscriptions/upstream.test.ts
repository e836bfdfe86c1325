import { once } from "node:events";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { openUpstream } from "./upstream.ts";

/** A subgraph spoken for by hand. */
async function subgraph(
  onMessage: (socket: WebSocket, message: { id?: string; type: string; payload?: unknown }, connection: number) => void,
) {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", handleProtocols: () => "graphql-transport-ws" });
  await once(server, "listening");
  let connections = 0;
  server.on("connection", (socket) => {
    connections += 1;
    const connection = connections;
    socket.on("message", (data) => onMessage(socket, JSON.parse(String(data)), connection));
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("expected a port");
  const stop = new AbortController();
  return {
    events: openUpstream(
      {
        subgraph: { name: "desk", url: `http://127.0.0.1:${address.port}/graphql` },
        payload: { query: "subscription { now }" },
        claim: () => "alice",
        timeoutMs: 100,
        logger: pino({ level: "silent" }),
      },
      stop.signal,
    ),
    stop,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      stop.abort();
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, "close");
    },
  };
}

const say = (socket: WebSocket, message: unknown) => socket.send(JSON.stringify(message));
const next = (id: string | undefined, now: number) => ({ id, type: "next", payload: { data: { now } } });

describe("an upstream", () => {
  it("is opened anew when the subgraph falls silent", async () => {
    await using desk = await subgraph((socket, { type, id }, connection) => {
      if (type === "connection_init") say(socket, { type: "connection_ack" });
      if (type === "subscribe") say(socket, next(id, connection)); // and never a pong
    });
    expect((await desk.events.next()).value).toEqual({ data: { now: 1 } });
    expect((await desk.events.next()).value).toEqual({ data: { now: 2 } });
  });

  it("is opened anew when the subgraph does not greet, refuses the connection, or fails", async () => {
    await using desk = await subgraph((socket, { type, id }, connection) => {
      if (connection === 1) return;
      if (connection === 2) return socket.close(4403, "Forbidden");
      if (connection === 3) return socket.close(4500, "Internal server error");
      if (connection === 4) return void socket.send("no message");
      if (type === "connection_init") say(socket, { type: "connection_ack" });
      if (type === "subscribe") say(socket, next(id, connection));
    });
    expect((await desk.events.next()).value).toEqual({ data: { now: 5 } });
  });

  it("carries the viewer's claim, and asks for what it was told to", async () => {
    const heard: { type: string; payload?: unknown }[] = [];
    await using desk = await subgraph((socket, message) => {
      heard.push(message);
      say(socket, message.type === "connection_init" ? { type: "connection_ack" } : next(message.id, 1));
    });
    await desk.events.next();
    expect(heard).toMatchObject([
      { type: "connection_init", payload: { "marquee-viewer": "alice" } },
      { type: "subscribe", payload: { query: "subscription { now }" } },
    ]);
  });

  it("yields why it was refused, and ends", async () => {
    await using desk = await subgraph((socket, { type, id }) => {
      say(socket, type === "connection_init" ? { type: "connection_ack" } : { id, type: "error", payload: [{ message: "no" }] });
    });
    expect((await desk.events.next()).value).toEqual({ data: null, errors: [{ message: "no" }] });
    expect((await desk.events.next()).done).toBe(true);
    expect(desk.connections()).toBe(1);
  });

  it("ends on the signal, while it waits for an event and while it waits to connect", async () => {
    for (const greets of [true, false]) {
      const { promise, resolve } = Promise.withResolvers<void>();
      await using desk = await subgraph((socket, { type }) => {
        if (greets && type === "connection_init") say(socket, { type: "connection_ack" });
        else resolve();
      });
      const waiting = desk.events.next();
      await promise;
      desk.stop.abort();
      expect((await waiting).done).toBe(true);
    }
  });
});
