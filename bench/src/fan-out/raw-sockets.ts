/** A process: pushes the very messages that the router sends, and does nothing else. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { everyTick } from "./ticks.ts";

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", path: "/graphql", perMessageDeflate: false });
await once(server, "listening");
process.once("disconnect", () => process.exit());
server.on("connection", (socket) => socket.once("message", () => socket.send('{"type":"connection_ack"}')));
everyTick((tick) => {
  const text = JSON.stringify({ id: "1", type: "next", payload: { data: { ticks: tick } } });
  for (const socket of server.clients) socket.send(text);
});
const { port } = server.address() as AddressInfo;
process.send?.({ kind: "ready", port });
