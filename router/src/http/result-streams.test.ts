import { once } from "node:events";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Metrics } from "../metrics.ts";
import { Refusal } from "../operations/answer.ts";
import { Cors } from "./cors.ts";
import { Exchange } from "./exchange.ts";
import { framings } from "./framing.ts";
import { ResultStreams } from "./result-streams.ts";

const HEARTBEAT_MS = 12_000;
const event = (json: string) => `event: next\ndata: ${json}\n\n`;

/** Results that are handed over one by one, and whether their reader has left. */
class Results implements AsyncIterableIterator<string> {
  asked = Promise.withResolvers<IteratorResult<string>>();
  hasLeft = false;
  taken = 0;

  give(value: string): void {
    this.asked.resolve({ done: false, value });
  }

  async next(): Promise<IteratorResult<string>> {
    const result = await this.asked.promise;
    this.asked = Promise.withResolvers();
    if (!result.done) this.taken += 1;
    return result;
  }

  async return(): Promise<IteratorResult<string>> {
    this.hasLeft = true;
    this.asked.resolve({ done: true, value: undefined });
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

describe("a stream of results", () => {
  const streams = new ResultStreams(10);
  let results: Results;
  let server: Server;
  let client: IncomingMessage;
  let heard: string;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    results = new Results();
    heard = "";
    const cors = new Cors({ allowedOrigins: [], maxAgeSeconds: 0, allowedHeaders: [], exposedHeaders: [], allowsCredentials: false });
    const site = { cors, compression: undefined, metrics: new Metrics(), isClosing: () => false };
    const expired = () => new Refusal([{ message: "expired" }]);
    server = createServer((request, response) => {
      const exchange = new Exchange(request, response, site);
      streams.open({ exchange, framing: framings["text/event-stream"], results, expiresAtMs: undefined, expired });
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const asking = get({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", agent: false });
    [client] = await once(asking, "response");
    client.setEncoding("utf8").on("data", (text) => {
      heard += text;
    });
    client.on("error", () => {});
  });
  afterEach(() => {
    vi.useRealTimers();
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  const until = async (holds: () => boolean) => {
    const deadline = performance.now() + 20_000;
    while (!holds()) {
      if (performance.now() > deadline) throw new Error(`waited in vain for ${holds}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it("says every twelve seconds that it is alive", async () => {
    await until(() => heard === ":\n\n");
    vi.advanceTimersByTime(HEARTBEAT_MS - 1);
    results.give("{}");
    await until(() => heard === `:\n\n${event("{}")}`);
    vi.advanceTimersByTime(1);
    await until(() => heard === `:\n\n${event("{}")}:\n\n`);
    vi.advanceTimersByTime(2 * HEARTBEAT_MS);
    await until(() => heard === `:\n\n${event("{}")}:\n\n:\n\n:\n\n`);
  });

  it("lets the results go when its client leaves", async () => {
    client.destroy();
    await until(() => results.hasLeft && streams.size === 0);
  });

  it("cuts off a client that reads nothing from one heartbeat to the next but one, and takes no result for it meanwhile", async () => {
    client.pause();
    const large = "x".repeat(32 * 1_048_576);
    results.give(large);
    await until(() => results.taken === 1);
    results.give(large);
    vi.advanceTimersByTime(HEARTBEAT_MS);
    expect([results.taken, results.hasLeft]).toEqual([1, false]);
    vi.advanceTimersByTime(HEARTBEAT_MS);
    await until(() => results.hasLeft && streams.size === 0);
    client.resume();
    await until(() => client.closed);
    expect(heard.length).toBeLessThan(large.length);
  });

  it("takes no more results once it was interrupted", async () => {
    streams.close(new Refusal([{ message: "going" }]));
    await until(() => client.closed && results.hasLeft);
    expect([heard, streams.size]).toEqual([":\n\n", 0]);
  });
});
