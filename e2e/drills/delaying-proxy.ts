import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A TCP proxy whose upstream's answers can be held back. Disposing it closes all connections. */
export interface DelayingProxy extends AsyncDisposable {
  readonly port: number;
  /** How long what comes from now on is held back; in the order in which it came. */
  delayMs: number;
}

/** On a free port of 127.0.0.1. */
export async function startDelayingProxy(upstream: { readonly host: string; readonly port: number }): Promise<DelayingProxy> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const target = connect({ ...upstream, noDelay: true });
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.once("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on("data", (chunk) => target.write(chunk));
    let releasedAt = 0;
    target.on("data", (chunk) => {
      releasedAt = Math.max(releasedAt, performance.now() + proxy.delayMs);
      const waitMs = releasedAt - performance.now();
      if (waitMs <= 0) client.write(chunk);
      else setTimeout(() => client.write(chunk), waitMs);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("the proxy has no port");
  const proxy: DelayingProxy = {
    port: address.port,
    delayMs: 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
  return proxy;
}
