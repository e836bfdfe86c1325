import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { freePorts } from "@marquee/services";

/** A way to an engine that others use too: where it is cut, the engine is gone for whoever comes through here. Cut at first. */
export interface CuttableProxy extends AsyncDisposable {
  readonly port: number;
  open(): Promise<void>;
  /** Ends its connections and refuses new ones. */
  cut(): Promise<void>;
}

/** On 127.0.0.1, on the same port whenever it is open. */
export async function cuttableProxy(upstream: { readonly host: string; readonly port: number }): Promise<CuttableProxy> {
  const [port = 0] = await freePorts(1);
  const sockets = new Set<Socket>();
  let server: Server | undefined;

  const join = (client: Socket) => {
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
      socket.pipe(other);
    }
  };
  const proxy: CuttableProxy = {
    port,
    async open() {
      server = createServer({ noDelay: true }, join).listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    async cut() {
      if (!server) return;
      const closed = once(server, "close");
      server.close();
      server = undefined;
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    [Symbol.asyncDispose]: () => proxy.cut(),
  };
  return proxy;
}
