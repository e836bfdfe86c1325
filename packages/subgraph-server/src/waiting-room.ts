import { once } from "node:events";
import { createServer, type Server } from "node:http";

/** Connections that wait to be taken: with fewer, those that come all at once are dropped, and try again after 1, 3 and 7 s. */
export const BACKLOG = 4_096;

/** A server that listens from a process's first moment, and answers for a service that cannot work yet. */
export interface WaitingRoom {
  readonly server: Server;
  /** What is waited for; shown by `/readyz` until the service takes the server over. */
  problem: string;
}

/**
 * Opens the service's port: `/healthz` is green, since the process is as it should be, and everything else answers 503 with the problem.
 *
 * @throws EADDRINUSE and the like
 */
export async function openWaitingRoom(
  name: string,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<WaitingRoom> {
  const server = createServer((request, response) => {
    const isHealth = request.url === "/healthz";
    response.writeHead(isHealth ? 200 : 503, { "content-type": "application/json", ...(!isHealth && { "retry-after": "2" }) });
    response.end(JSON.stringify({ service: name, ...(isHealth ? { status: "up" } : { status: "not ready", problems: [room.problem] }) }));
  });
  const room: WaitingRoom = { server, problem: "It is starting." };
  server.listen(port, host, BACKLOG);
  await once(server, "listening");
  return room;
}
