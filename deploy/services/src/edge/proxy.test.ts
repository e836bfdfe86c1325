import { once } from "node:events";
import { createServer, type RequestListener, request, type Server } from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { proxyTo, upgradesTo } from "./proxy.ts";

const MIB = 1_048_576;

describe("the edge's proxy", () => {
  const opened: Disposable[] = [];
  let failures: Error[] = [];
  afterEach(() => {
    failures = [];
    for (const one of opened.splice(0)) one[Symbol.dispose]();
  });

  const listen = async (server: Server): Promise<string> => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    opened.push({
      [Symbol.dispose]() {
        server.closeAllConnections();
        server.close();
      },
    });
    const address = server.address();
    return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  };
  const before = async (service: RequestListener): Promise<string> => {
    const proxy = proxyTo(await listen(createServer(service)), (reason) => failures.push(reason));
    opened.push(proxy);
    return listen(createServer(proxy.handle));
  };

  it("passes on method, path, body and answer as they are", async () => {
    const url = await before(async (incoming, response) => {
      const body = (await Array.fromAsync(incoming)).join("");
      response.writeHead(201, { "x-own": "1" }).end(`${incoming.method} ${incoming.url} ${body}`);
    });
    const response = await fetch(`${url}/a%2e%2e/b?c=%20`, { method: "PUT", body: "film" });
    expect([response.status, response.headers.get("x-own"), await response.text()]).toEqual([201, "1", "PUT /a%2e%2e/b?c=%20 film"]);
  });

  it("tells who asks, and believes nobody's claim of a viewer", async () => {
    const url = await before((incoming, response) => void response.end(JSON.stringify(incoming.headers)));
    const headers: unknown = await (await fetch(url, { headers: { "marquee-viewer": "forged", "x-forwarded-for": "1.2.3.4" } })).json();
    expect(headers).toMatchObject({ host: new URL(url).host, "x-forwarded-for": "127.0.0.1" });
    expect(headers).not.toHaveProperty("marquee-viewer");
  });

  it("lets an upload through as it comes, whatever its size, and holds nothing back", async () => {
    let received = 0;
    const url = await before((incoming, response) => {
      incoming.on("data", (chunk: Buffer) => (received += chunk.length));
      incoming.on("end", () => response.end(String(received)));
    });
    let held = 0;
    const chunks = Readable.from(
      (async function* () {
        for (let sent = 0; sent < 256; sent += 1) {
          yield Buffer.alloc(MIB);
          held = Math.max(held, (sent + 1) * MIB - received);
        }
      })(),
    );
    const response = await fetch(url, { method: "PUT", body: Readable.toWeb(chunks), duplex: "half" });
    expect(await response.text()).toBe(String(256 * MIB));
    expect(held).toBeLessThan(32 * MIB);
  });

  it("lets a service refuse an upload before all of it came", async () => {
    const url = await before((_incoming, response) => void response.writeHead(413).end("too large"));
    const upload = request(url, { method: "PUT" });
    upload.on("error", () => {}); // the rest is not wanted
    upload.write(Buffer.alloc(MIB));
    const [answer] = await once(upload, "response");
    expect(answer.statusCode).toBe(413);
    upload.destroy();
  });

  it("ends what it asked for when the client goes away", async () => {
    const ended = Promise.withResolvers<void>();
    const url = await before((_incoming, response) => {
      response.once("close", () => ended.resolve());
      response.write("the beginning");
    });
    const client = request(url).end();
    const [answer] = await once(client, "response");
    await once(answer, "data");
    answer.destroy();
    await ended.promise;
    expect(failures).toEqual([]);
  });

  it("says that a service does not answer, in words that name none", async () => {
    const server = createServer();
    const origin = await listen(server);
    server.close();
    const proxy = proxyTo(origin, (reason) => failures.push(reason));
    opened.push(proxy);
    const response = await fetch(await listen(createServer(proxy.handle)));
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain(new URL(origin).port);
    expect(failures).toEqual([expect.objectContaining({ code: "ECONNREFUSED" })]);
  });

  it("breaks off an answer that breaks off", async () => {
    const url = await before((_incoming, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setImmediate(() => response.destroy());
    });
    await expect(fetch(url).then((response) => response.text())).rejects.toThrow();
  });

  it("hands over WebSockets both ways, and closes one side with the other", async () => {
    const upstream = createServer();
    const gone = Promise.withResolvers<void>();
    upstream.on("upgrade", (incoming, socket, head: Buffer) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n");
      socket.write(`${incoming.url} ${incoming.headers["sec-websocket-protocol"]}\n`);
      socket.write(head); // what came with the request's own bytes
      socket.on("data", (data: Buffer) => socket.write(data));
      socket.once("end", () => socket.end()); // as WebSocket servers do
      socket.once("close", () => gone.resolve());
      socket.on("error", () => {});
    });
    const door = createServer();
    door.on("upgrade", upgradesTo(await listen(upstream)));
    const { port } = new URL(await listen(door));
    const client = connect(Number(port), "127.0.0.1");
    client.write(
      "GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\nping",
    );
    let received = "";
    for await (const data of client) {
      received += data;
      if (received.endsWith("ping")) break;
    }
    expect(received).toContain("/graphql graphql-transport-ws\nping");
    await gone.promise;
  });
});
