import { WebSocket } from "ws";
import { type TestGraph, until } from "./test-graph.ts";

/** Resolves with the code and the reason that a connection ends with, and rejects when it was never let in. */
export const closing = (socket: WebSocket) =>
  new Promise<[number, string]>((resolve, reject) => {
    socket.once("close", (code, reason) => resolve([code, String(reason)]));
    socket.once("error", reject);
  });

/** Connects, as a page of an origin if given. */
export async function open(url: string, origin?: string): Promise<WebSocket> {
  const socket = new WebSocket(url, "graphql-transport-ws", origin ? { origin } : {});
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return socket;
}

export interface Talk {
  readonly socket: WebSocket;
  /** What the client was told, in order. */
  readonly heard: { readonly id?: string; readonly type: string; readonly payload?: unknown }[];
  readonly closed: Promise<[number, string]>;
  /** Sends messages: text and bytes as they are, all else as JSON. */
  readonly say: (...messages: readonly unknown[]) => void;
  /** Waits until so many messages came. */
  readonly hears: (count: number) => Promise<void>;
}

/** A connection spoken to by hand. */
export async function talk(url: string, ...messages: readonly unknown[]): Promise<Talk> {
  const socket = await open(url);
  const heard: Talk["heard"] = [];
  socket.on("message", (data) => void heard.push(JSON.parse(String(data))));
  const say: Talk["say"] = (...more) => {
    for (const message of more) socket.send(typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  };
  say(...messages);
  const hears = (count: number) => until(() => heard.length >= count, `${count} messages`);
  return { socket, heard, closed: closing(socket), say, hears };
}

/** Connects and is greeted; what is heard begins after that. */
export async function greeted(url: string): Promise<Talk> {
  const connection = await talk(url, init);
  await connection.hears(1);
  connection.heard.length = 0;
  return connection;
}

export const init = { type: "connection_init" };

export const subscribe = (id: string, query: string) => ({ id, type: "subscribe", payload: { query } });

export const complete = (id: string) => ({ id, type: "complete" });

/** One of the router's own figures, as Prometheus would read it. */
export async function metric({ router }: TestGraph, name: string): Promise<number> {
  const text = await (await fetch(new URL("/metrics", router.url))).text();
  return Number(new RegExp(`^${name}(?:\\{.*\\})? (.*)$`, "m").exec(text)?.[1] ?? 0);
}
