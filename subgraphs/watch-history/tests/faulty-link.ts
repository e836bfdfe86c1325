import { connect, createServer, type Socket } from "node:net";

/** A way to a server on which answers can be late or absent. */
export interface FaultyLink extends AsyncDisposable {
  /** As `host:port`. */
  readonly address: string;
  /** Answers take so much longer from now on. */
  delayAnswers(ms: number): void;
  /** Every connection breaks, and new ones are refused, until it is mended. */
  cut(): void;
  mend(): void;
}

/** @param target as `host:port` */
export async function faultyLink(target: string): Promise<FaultyLink> {
  const [host = "", port = ""] = target.split(":");
  const open = new Set<Socket>();
  let delayMs = 0;
  let isCut = false;
  const server = createServer({ noDelay: true }, (client) => {
    if (isCut) return void client.destroy();
    const upstream = connect({ host, port: Number(port), noDelay: true });
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (bytes) => void upstream.write(bytes));
    upstream.on("data", (bytes) => void setTimeout(() => client.writable && client.write(bytes), delayMs));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("a link listens on a port");
  return {
    address: `127.0.0.1:${address.port}`,
    delayAnswers: (ms) => {
      delayMs = ms;
    },
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
