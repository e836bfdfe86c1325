/** A process: the two subgraphs behind the router, one that pushes ticks and one that knows what they are about. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLSchema, graphql, parse } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { everyTick, item, itemsSdl, type Tick, tickerSdl } from "./ticks.ts";

const readers = new Set<(tick: Tick) => void>();

async function* ticks(): AsyncGenerator<{ readonly ticks: Tick }> {
  const queue: Tick[] = [];
  let wake = () => {};
  const reader = (tick: Tick) => {
    queue.push(tick);
    wake();
  };
  readers.add(reader);
  try {
    while (true) {
      for (let tick = queue.shift(); tick; tick = queue.shift()) yield { ticks: tick };
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    readers.delete(reader);
  }
}

const ticker = buildSubgraphSchema([{ typeDefs: parse(tickerSdl), resolvers: { Subscription: { ticks: { subscribe: ticks } } } }]);
const items = buildSubgraphSchema([{ typeDefs: parse(itemsSdl), resolvers: { Item: { __resolveReference: () => item } } }]);

process.once("disconnect", () => process.exit());
everyTick((tick) => {
  for (const reader of readers) reader(tick);
});
process.send?.({ kind: "ready", urls: { ticker: await serve(ticker), items: await serve(items) } });

async function serve(schema: GraphQLSchema): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString() || '{"query":"{ __typename }"}');
    const result = await graphql({ schema, source: query, variableValues: variables });
    response.setHeader("content-type", "application/json").end(JSON.stringify(result));
  });
  useServer({ schema }, new WebSocketServer({ server, path: "/graphql" }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/graphql`;
}
