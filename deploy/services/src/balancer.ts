import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

export interface Copy {
  readonly port: number;
  /** Whether it answers at all, and whether it is ready to work. Never throws. */
  health(): Promise<"ready" | "up" | "silent">;
}

export interface BalancerOptions {
  readonly port: number;
  readonly host: string;
  readonly copies: readonly Copy[];
}

/** How often each copy is asked how it does. */
const ASKED_EVERY_MS = 500;

/**
 * One address for several copies of a service: connections go round those that are ready, else those that answer, and to the next where
 * one does not accept. The connections of a copy that falls silent are closed, so that their callers notice and come again.
 */
export async function startBalancer({ port, host, copies }: BalancerOptions): Promise<AsyncDisposable> {
  const states = copies.map((copy) => ({ copy, health: "ready" as Awaited<ReturnType<Copy["health"]>>, sockets: new Set<Socket>() }));
  const stopping = new AbortController();
  let turn = 0;

  const inOrder = () => {
    turn += 1;
    const rotated = states.map((_, index) => states[(index + turn) % states.length]).filter((state) => state !== undefined);
    const rank = { ready: 0, up: 1, silent: 2 };
    return rotated.toSorted((a, b) => rank[a.health] - rank[b.health]);
  };

  const server = createServer({ pauseOnConnect: true, noDelay: true }, async (client) => {
    client.on("error", () => client.destroy());
    for (const { copy, sockets } of inOrder()) {
      const upstream = connect({ host: "127.0.0.1", port: copy.port, noDelay: true });
      try {
        await once(upstream, "connect", { signal: AbortSignal.timeout(2_000) });
      } catch {
        upstream.destroy();
        continue;
      }
      return join(client, upstream, sockets);
    }
    client.destroy();
  });
  server.listen(port, host);
  await once(server, "listening");

  const watching = Promise.all(
    states.map(async (state) => {
      while (!stopping.signal.aborted) {
        state.health = await state.copy.health();
        if (state.health === "silent") for (const socket of state.sockets) socket.destroy();
        await wait(ASKED_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }),
  );

  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      const closed = once(server, "close");
      server.close();
      for (const { sockets } of states) for (const socket of sockets) socket.destroy();
      await Promise.all([closed, watching]);
    },
  };
}

/** Half-closing travels too; when one side is gone, so is the other. */
function join(client: Socket, upstream: Socket, sockets: Set<Socket>): void {
  sockets.add(upstream);
  upstream.on("error", () => upstream.destroy());
  upstream.once("close", () => {
    sockets.delete(upstream);
    client.destroy();
  });
  client.once("close", () => upstream.destroy());
  if (client.destroyed) return void upstream.destroy();
  client.pipe(upstream);
  upstream.pipe(client);
  client.resume();
}
