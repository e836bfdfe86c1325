import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

export interface BareRequest {
  /** The request line and the headers, as they came. */
  readonly head: string;
  /** Latin-1: a string of bytes. */
  readonly body: string;
}

/** A whole response, as it goes over the wire. */
export type Respond = (response: Buffer) => void;

/**
 * The least of an HTTP/1.1 server that gateways can talk to, over connections that stay open: half the cost of `node:http`, so that the subgraphs
 * do not hold up what is measured.
 */
export async function serveBareHttp(handle: (request: BareRequest, respond: Respond) => void): Promise<string> {
  const server = createServer({ noDelay: true }, (socket) => serve(socket, handle));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/graphql`;
}

function serve(socket: Socket, handle: (request: BareRequest, respond: Respond) => void): void {
  let pending: Buffer | undefined;
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    let buffer = pending ? Buffer.concat([pending, chunk]) : chunk;
    for (let read = readRequest(buffer); read; read = readRequest(buffer)) {
      buffer = buffer.subarray(read.length);
      handle(read, (response) => socket.write(response));
    }
    pending = buffer.length > 0 ? buffer : undefined;
  });
}

interface Read extends BareRequest {
  /** Bytes that it took. */
  readonly length: number;
}

/** The request that a buffer begins with; undefined while some of it is missing. */
function readRequest(buffer: Buffer): Read | undefined {
  const end = buffer.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = buffer.toString("latin1", 0, end);
  const start = end + 4;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const stop = start + Number(length);
    return buffer.length < stop ? undefined : { head, body: buffer.toString("latin1", start, stop), length: stop };
  }
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return { head, body: "", length: start };
  return readChunked(buffer, head, start);
}

function readChunked(buffer: Buffer, head: string, start: number): Read | undefined {
  let body = "";
  for (let at = start; ; ) {
    const line = buffer.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = Number.parseInt(buffer.toString("latin1", at, line), 16);
    const next = line + 2 + size + 2;
    if (buffer.length < next) return undefined;
    if (size === 0) return { head, body, length: next };
    body += buffer.toString("latin1", line + 2, line + 2 + size);
    at = next;
  }
}
