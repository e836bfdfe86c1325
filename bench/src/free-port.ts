import { once } from "node:events";
import { createServer } from "node:net";

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("expected a port");
  server.close();
  await once(server, "close");
  return address.port;
}
