import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { type Copy, startBalancer } from "./balancer.ts";
import { freePorts } from "./free-ports.ts";

type Health = Awaited<ReturnType<Copy["health"]>>;

/** A copy that answers with its name, and says of itself what it is told to. */
async function namedCopy(name: string, port: number) {
  const server = createServer((_request, response) => void response.end(name));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const copy = { port, state: "ready" as Health, health: async () => copy.state };
  const end = () => {
    server.closeAllConnections();
    server.close();
  };
  return Object.assign(copy, { end, [Symbol.dispose]: end });
}

describe("a balancer", async () => {
  const ask = async (port: number) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: "close" } });
    return response.text();
  };
  const askedTimes = async (port: number, times: number) => {
    const answers: string[] = [];
    for (let asked = 0; asked < times; asked += 1) answers.push(await ask(port));
    return answers;
  };

  it("goes round its copies", async () => {
    const [port = 0, a = 0, b = 0] = await freePorts(3);
    using first = await namedCopy("a", a);
    using second = await namedCopy("b", b);
    await using _ = await startBalancer({ port, host: "127.0.0.1", copies: [first, second] });
    expect((await askedTimes(port, 4)).sort()).toEqual(["a", "a", "b", "b"]);
  });

  it("passes over a copy that is dead, from the first connection on", async () => {
    const [port = 0, a = 0, b = 0] = await freePorts(3);
    using first = await namedCopy("a", a);
    using second = await namedCopy("b", b);
    await using _ = await startBalancer({ port, host: "127.0.0.1", copies: [first, second] });
    first.end();
    expect(await askedTimes(port, 4)).toEqual(["b", "b", "b", "b"]);
  });

  it("prefers a copy that is ready, and takes one that only answers where none is", async () => {
    const [port = 0, a = 0, b = 0] = await freePorts(3);
    using first = await namedCopy("a", a);
    using second = await namedCopy("b", b);
    first.state = "up";
    await using _ = await startBalancer({ port, host: "127.0.0.1", copies: [first, second] });
    await vi.waitFor(async () => expect(await askedTimes(port, 4)).toEqual(["b", "b", "b", "b"]), { timeout: 20_000 });
    second.state = "silent";
    await vi.waitFor(async () => expect(await askedTimes(port, 4)).toEqual(["a", "a", "a", "a"]), { timeout: 20_000 });
  });

  it("closes the connections of a copy that falls silent", async () => {
    const [port = 0, a = 0] = await freePorts(2);
    using only = await namedCopy("a", a);
    await using _ = await startBalancer({ port, host: "127.0.0.1", copies: [only] });
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    const closed = once(socket, "close");
    only.state = "silent";
    await closed;
  });
});
