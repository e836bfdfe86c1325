/** A process: passes each request on to one subgraph, and its answer back. */
import { createServer } from "node:http";
import { Pool } from "undici";

const { PORT, SUBGRAPH_URL = "", CONNECTIONS } = process.env;
const { origin, pathname } = new URL(SUBGRAPH_URL);
const pool = new Pool(origin, { connections: Number(CONNECTIONS) });

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = { "content-type": "application/json" };
  const answer = await pool.request({ method: "POST", path: pathname, headers, body: Buffer.concat(chunks) });
  const body = Buffer.from(await answer.body.arrayBuffer());
  response.writeHead(answer.statusCode, { "content-type": "application/json", "content-length": body.length }).end(body);
});
server.listen(Number(PORT), "127.0.0.1");
