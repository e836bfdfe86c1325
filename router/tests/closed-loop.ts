import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** In which the connections are opened, one after the other. */
  readonly rampSeconds: number;
  /** Of each request; ASCII. */
  readonly body: string;
  /** How long a client waits that was refused. */
  readonly patienceMs: number;
}

export interface Load {
  readonly answeredPerSecond: number;
  /** How many were answered with which status. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly slowestMs: number;
  /** The last answer of those with HTTP 503, head and all. */
  readonly refusal: string | undefined;
}

/** Lets each connection send its next request once the last is answered, for a while; every request is waited for. */
export async function closedLoop({ port, connections, seconds, rampSeconds, body, patienceMs }: LoadOptions): Promise<Load> {
  const statuses = new Map<number, number>();
  let slowestMs = 0;
  const request = `POST /graphql HTTP/1.1\r\nHost: router\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  let refusal: string | undefined;
  const startedAt = performance.now();
  const end = startedAt + seconds * 1_000;
  const client = async (index: number) => {
    await wait((index / connections) * rampSeconds * 1_000);
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    while (performance.now() < end) {
      const sentAt = performance.now();
      socket.write(request);
      const { status, beginning } = await answer(socket);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      slowestMs = Math.max(slowestMs, performance.now() - sentAt);
      if (status !== 503) continue;
      refusal = beginning;
      await wait(patienceMs);
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => client(index)));
  return { answeredPerSecond: ((statuses.get(200) ?? 0) / (performance.now() - startedAt)) * 1_000, statuses, slowestMs, refusal };
}

/** Waits until an answer is whole. Its head comes in one piece, and so does all of one that is small. */
function answer(socket: Socket): Promise<{ readonly status: number; readonly beginning: string }> {
  return new Promise((resolve, reject) => {
    let missing = Number.POSITIVE_INFINITY;
    let status = 0;
    let beginning = "";
    const read = (part: Buffer) => {
      if (status === 0) {
        const end = part.indexOf("\r\n\r\n") + 4;
        beginning = part.toString("latin1");
        status = Number(beginning.slice(9, 12));
        missing = end + Number(/content-length: (\d+)/i.exec(beginning)?.[1]);
      }
      missing -= part.length;
      if (missing > 0) return;
      socket.off("data", read).off("close", broken);
      resolve({ status, beginning });
    };
    const broken = () => reject(new Error("the connection broke"));
    socket.on("data", read).once("close", broken);
  });
}
