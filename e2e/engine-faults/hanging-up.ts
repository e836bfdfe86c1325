import { once } from "node:events";
import { createServer } from "node:net";

/** Somebody at an engine's port who is not the engine. */
export interface HangingUp extends AsyncDisposable {
  /** How often somebody came. */
  readonly calls: number;
}

/** Listens on 127.0.0.1 and ends every connection at once. */
export async function hangUpAt(port: number): Promise<HangingUp> {
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.on("error", () => {}).destroy();
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    get calls() {
      return calls;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, "close");
    },
  };
}
