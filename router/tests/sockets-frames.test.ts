import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metric } from "./sockets-talk.ts";
import { startTestGraph, type TestGraph, until } from "./test-graph.ts";

const CONTINUATION = 0x0;
const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

interface FrameOptions {
  readonly isLast?: boolean;
  readonly reserved?: number;
  readonly isMasked?: boolean;
}

/** A frame as RFC 6455 (5.2) has it, right or wrong. */
function frame(opcode: number, payload: string | Buffer, { isLast = true, reserved = 0, isMasked = true }: FrameOptions = {}): Buffer {
  const data = Buffer.from(payload);
  const length = data.length < 126 ? [data.length] : [126, data.length >> 8, data.length & 0xff];
  const first = (isLast ? 0x80 : 0) | (reserved << 4) | opcode;
  if (!isMasked) return Buffer.concat([Buffer.from([first, ...length]), data]);
  const mask = [0x12, 0x34, 0x56, 0x78];
  const [short = 0, ...rest] = length;
  const masked = data.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([first, short | 0x80, ...rest, ...mask]), masked]);
}

/** Takes apart what the router sent, as far as it is there: frames without masks, none as long as 64 KiB. */
function framesIn(bytes: Buffer): { opcode: number; payload: Buffer }[] {
  const frames = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const short = bytes.readUInt8(at + 1);
    const [start, length] = short === 126 ? [at + 4, bytes.readUInt16BE(at + 2)] : [at + 2, short];
    if (start + length > bytes.length) break;
    frames.push({ opcode: bytes.readUInt8(at) & 0xf, payload: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return frames;
}

describe("a client that writes its frames by hand", () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph({ limits: { messageBytes: 10_000 } });
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  /** Sends bytes after the handshake; hears frames until the router hangs up. */
  async function client(...sent: readonly Buffer[]) {
    const { hostname, port } = new URL(graph.router.url);
    const socket = connect(Number(port), hostname);
    const parts: Buffer[] = [];
    let isOver = false;
    socket.on("data", (part) => void parts.push(part));
    socket.on("error", () => {}); // being cut off is an end, too
    socket.once("close", () => {
      isOver = true;
    });
    const head =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
      "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n";
    socket.write(`GET /graphql HTTP/1.1\r\nHost: router\r\n${head}`);
    const heard = () => {
      const all = Buffer.concat(parts);
      return framesIn(all.subarray(all.indexOf("\r\n\r\n") + 4));
    };
    await until(() => Buffer.concat(parts).includes("\r\n\r\n"), "the handshake");
    for (const bytes of sent) socket.write(bytes);
    const texts = () => heard().flatMap(({ opcode, payload }) => (opcode === TEXT ? [JSON.parse(String(payload))] : []));
    const closing = async () => {
      await until(() => heard().some(({ opcode }) => opcode === CLOSE) || isOver, "the end");
      const { payload } = heard().find(({ opcode }) => opcode === CLOSE) ?? {};
      socket.destroy();
      return payload?.readUInt16BE(0);
    };
    return { socket, heard, texts, closing };
  }

  const init = '{"type":"connection_init"}';
  const acknowledged = [{ type: "connection_ack" }];

  it("may send a message in fragments, with a ping between them", async () => {
    const { texts, heard, socket } = await client(
      frame(TEXT, init.slice(0, 5), { isLast: false }),
      frame(PING, "between"),
      frame(CONTINUATION, init.slice(5, 12), { isLast: false }),
      frame(CONTINUATION, init.slice(12)),
    );
    await until(() => texts().length === 1, "the acknowledgement");
    expect(texts()).toEqual(acknowledged);
    expect(
      heard()
        .find(({ opcode }) => opcode === PONG)
        ?.payload.toString(),
    ).toBe("between");
    socket.destroy();
  });

  it("may have its frames arrive byte by byte, or many at once", async () => {
    const { texts, socket } = await client(...Array.from(frame(TEXT, init), (byte) => Buffer.from([byte])));
    await until(() => texts().length === 1, "the acknowledgement");
    const asked = ["1", "2"].map((id) => frame(TEXT, JSON.stringify({ id, type: "subscribe", payload: { query: "{ echo }" } })));
    socket.write(Buffer.concat(asked));
    await until(() => texts().length === 5, "two answers");
    expect(texts().filter(({ type }) => type === "complete")).toHaveLength(2);
    socket.destroy();
  });

  it("gets each event in one frame without a mask, short or long, with its own id in it", async () => {
    const query = "subscription { visits(id: 5) { blurb } }";
    const { texts, heard, socket } = await client(frame(TEXT, init));
    await until(() => texts().length === 1, "the acknowledgement");
    for (const id of ["1", '"é"', "x".repeat(300)])
      socket.write(frame(TEXT, JSON.stringify({ id, type: "subscribe", payload: { query } })));
    await until(() => graph.desk.subscribers("visits of 5") === 1, "the upstream");
    await until(async () => (await metric(graph, "router_client_subscriptions")) === 3, "three subscriptions");
    for (const blurb of ["é", "x".repeat(40_000)]) graph.desk.push("visits of 5", { readers: 1, workId: "1", blurb });
    await until(() => texts().length === 7, "each event for each id");
    expect(heard().every(({ opcode }) => opcode === TEXT)).toBe(true);
    expect(texts().slice(1, 4)).toEqual(
      ["1", '"é"', "x".repeat(300)].map((id) => ({ id, type: "next", payload: { data: { visits: { blurb: "é" } } } })),
    );
    socket.destroy();
  });

  it.each<readonly [string, number, readonly Buffer[]]>([
    ["without a mask", 1002, [frame(TEXT, init, { isMasked: false })]],
    ["with a reserved bit", 1002, [frame(TEXT, init, { reserved: 4 })]],
    ["with an unknown opcode", 1002, [frame(0x3, "")]],
    ["with an unknown control opcode", 1002, [frame(0xb, "")]],
    ["that continues nothing", 1002, [frame(CONTINUATION, init)]],
    ["that begins a message within another", 1002, [frame(TEXT, "{", { isLast: false }), frame(TEXT, "}")]],
    ["that is a ping in fragments", 1002, [frame(PING, "x", { isLast: false })]],
    ["that is a ping of 126 bytes", 1002, [frame(PING, "x".repeat(126))]],
    ["that closes with one byte", 1002, [frame(CLOSE, "x")]],
    ["that closes with a code that is never sent", 1002, [frame(CLOSE, Buffer.from([0x03, 0xed]))]],
    ["with text that is no UTF-8", 1007, [frame(TEXT, Buffer.from([0xc3, 0x28]))]],
    ["longer than a message may be", 1009, [frame(TEXT, "x".repeat(10_001))]],
    [
      "with which a message in fragments gets too long",
      1009,
      [frame(TEXT, "x".repeat(6_000), { isLast: false }), frame(CONTINUATION, "x".repeat(6_000))],
    ],
    ["that is text in fragments and no message", 4400, [frame(TEXT, "{", { isLast: false }), frame(CONTINUATION, "]")]],
  ])("is sent away when it sends a frame %s, with %i", async (_what, code, sent) => {
    const { closing } = await client(...sent);
    expect(await closing()).toBe(code);
  });

  it("hears the same code that it closes with", async () => {
    const { closing } = await client(frame(TEXT, init), frame(CLOSE, Buffer.from([0x0f, 0xa0])));
    expect(await closing()).toBe(4000);
  });

  it("harms nobody else by any of it", async () => {
    const { texts, socket } = await client(frame(TEXT, init));
    await until(() => texts().length === 1, "the acknowledgement");
    expect(texts()).toEqual(acknowledged);
    socket.destroy();
  });
});
