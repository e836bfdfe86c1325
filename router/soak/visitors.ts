import { setTimeout as pause } from "node:timers/promises";
import { createClient } from "graphql-ws";
import { Agent, request } from "undici";
import { WebSocket } from "ws";
import { BIG } from "./graph.ts";
import type { Stage } from "./stage.ts";

/** What visitors saw: shows that the soak did what it is for. */
export class Tally {
  answers = 0;
  answersWithErrors = 0;
  sockets = 0;
  events = 0;
  streams = 0;
  endedAsTooSlow = 0;
  endedByExpiry = 0;
  kills = 0;
}

export interface Visit {
  readonly stage: Stage;
  readonly tally: Tally;
  /** When all visitors leave. */
  readonly leave: AbortSignal;
}

const HTTP_MS = 50;
const SOCKET_MS = 100;
const STREAM_MS = 300;
/** Less than a client gets to read why it was ended. */
const SLOW_MS = 3_000;
/** How long a client that begins to read may take until it has read that it was ended. */
const READING_MS = 1_000;
const LONGEST_STAY_MS = 1_000;

/** What is asked over HTTP, over and over: plans are kept, so new texts would only fill that memory. */
const asked = [
  "{ books { name } }",
  "{ books { id note } whoAsks }",
  'mutation { rename(id: "1", name: "Ebb") { name note } }',
  "{ books { name readers } }",
  "{ nothing }",
] as const;

const subscriptions = [
  'subscription { readers(id: "1") { readers book { name } } }',
  'subscription { visits(id: "1") { readers book { name } } }',
  'subscription { visits(id: "2") { readers book { note } } }',
  "subscription { mine { readers book { note } } }",
] as const;

/**
 * Visitors of all kinds, coming and going until the signal.
 *
 * @param tokens of those who are known; an empty one is nobody's
 */
export async function visitors(visit: Visit, tokens: readonly string[]): Promise<void> {
  await Promise.all([
    overHttp(visit, tokens),
    each(SOCKET_MS, visit, () => overSocket(visit, any(tokens))),
    each(STREAM_MS, visit, () => overStream(visit, any(tokens))),
    slowly(visit, `subscription { visits(id: "${BIG}") { readers filler } }`),
    slowly(visit, `subscription { readers(id: "${BIG}") { readers filler } }`),
    untilExpiry(visit),
  ]);
}

/** Begins another visit every so often, and waits for all of them to end. */
async function each(everyMs: number, { leave }: Visit, begin: () => Promise<void>): Promise<void> {
  const begun: Promise<void>[] = [];
  for (; !leave.aborted; await rest(everyMs, leave)) begun.push(begin());
  await Promise.all(begun);
}

async function overHttp({ stage, tally, leave }: Visit, tokens: readonly string[]): Promise<void> {
  const dispatcher = new Agent({ connections: 4 });
  for (; !leave.aborted; await rest(HTTP_MS, leave)) {
    const { body } = await request(stage.url, { dispatcher, method: "POST", headers: headersOf(any(tokens)), body: bodyOf(any(asked)) });
    const text = await body.text();
    tally.answers += 1;
    if (text.includes('"errors"')) tally.answersWithErrors += 1;
  }
  await dispatcher.close();
}

/** Comes with a few operations, completes some of them, and leaves with or without a goodbye. */
async function overSocket({ stage, tally, leave }: Visit, token: string): Promise<void> {
  let isConnected = false;
  const client = createClient({
    url: stage.url.replace("http", "ws"),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    on: {
      connected: () => {
        isConnected = true;
      },
    },
    ...(token && { connectionParams: { authorization: `Bearer ${token}` } }),
  });
  tally.sockets += 1;
  const sink = {
    next: () => {
      tally.events += 1;
    },
    error: () => {}, // a subgraph is away, or the connection is cut below
    complete: () => {},
  };
  const stops = [any(subscriptions), any(subscriptions), any(asked)].map((query) => client.subscribe({ query }, sink));
  await rest(Math.random() * LONGEST_STAY_MS, leave);
  stops[0]?.();
  if (isConnected && Math.random() < 0.5) client.terminate();
  else await client.dispose();
}

/** Reads a subscription over server-sent events for a while, and hangs up. */
async function overStream({ stage, tally, leave }: Visit, token: string): Promise<void> {
  const dispatcher = new Agent();
  const headers = { ...headersOf(token), accept: "text/event-stream" };
  const { body } = await request(stage.url, { dispatcher, method: "POST", headers, body: bodyOf(any(subscriptions)) });
  tally.streams += 1;
  body.on("error", () => {}); // destroyed below
  body.on("data", () => {
    tally.events += 1;
  });
  await rest(Math.random() * LONGEST_STAY_MS, leave);
  body.destroy();
  await dispatcher.destroy();
}

/** Reads nothing for so long that the router ends the connection, unless it may drop what is not the latest; then reads what it was told last. */
async function slowly({ stage, tally, leave }: Visit, query: string): Promise<void> {
  const { socket, closed } = await speak(stage, {}, query);
  socket.pause();
  await rest(SLOW_MS, leave);
  socket.resume();
  const impatience = setTimeout(() => socket.terminate(), READING_MS);
  if ((await closed) === 4410) tally.endedAsTooSlow += 1;
  clearTimeout(impatience);
}

/** Stays until its token expires. */
async function untilExpiry({ stage, tally, leave }: Visit): Promise<void> {
  const authorization = `Bearer ${await stage.tokens.for("carol", 1)}`;
  const { socket, closed } = await speak(stage, { authorization }, subscriptions[3]);
  await Promise.race([closed, gone(leave)]);
  socket.terminate();
  if ((await closed) === 4403) tally.endedByExpiry += 1;
}

/** Greets, subscribes, and reads nothing of what it is told. */
async function speak(stage: Stage, payload: object, query: string) {
  const socket = new WebSocket(stage.url.replace("http", "ws"), "graphql-transport-ws");
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  socket.send(JSON.stringify({ type: "connection_init", payload }));
  await new Promise((resolve) => socket.once("message", resolve));
  socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query } }));
  return { socket, closed };
}

const rest = (ms: number, signal: AbortSignal) => pause(ms, undefined, { signal }).catch(() => {}); // everybody leaves

function gone(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", resolve, { once: true });
  });
}

function headersOf(token: string): Record<string, string> {
  return { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
}

function bodyOf(query: string): string {
  return JSON.stringify({ query });
}

function any(from: readonly string[]): string {
  const picked = from[Math.floor(Math.random() * from.length)];
  if (picked === undefined) throw new Error("expected something to pick from");
  return picked;
}
