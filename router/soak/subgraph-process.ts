import { createServer } from "node:http";
import { setInterval } from "node:timers/promises";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { serveSubgraph } from "@marquee/subgraph-server";
import type { Viewer } from "@marquee/viewer-claim";
import { type GraphQLSchema, parse } from "graphql";
import { pino } from "pino";
import { z } from "zod";
import { BIG, type SubgraphName, sdls } from "./graph.ts";

/*
 * One subgraph in a process of its own, so that it can be killed. It is told what it is in its only argument, says where it listens, and says how many
 * WebSockets it has whenever it is sent anything.
 */
const told = z
  .object({ name: z.enum(["shelf", "desk"]), port: z.number(), claimSecret: z.string() })
  .parse(JSON.parse(process.argv[2] ?? ""));

const EVENT_MS = 50;
const FILLER = "x".repeat(300_000);

interface Asked {
  readonly viewer: Viewer;
}

/** A count that changes twenty times a second, from now on. */
async function* counts(id: string) {
  for await (const _ of setInterval(EVENT_MS)) {
    yield { readers: Math.floor(performance.now()), filler: id === BIG ? FILLER : "x", book: { id: "1" } };
  }
}

const resolve = (count: unknown) => count;
const named = (id: string) => ({ id, name: `Book ${id}` });

const resolvers: Readonly<Record<SubgraphName, object>> = {
  shelf: {
    Query: {
      books: () => ["1", "2", "3"].map(named),
      whoAsks: (_: unknown, _args: unknown, { viewer }: Asked) => viewer.accountId,
    },
    Mutation: { rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ id, name }) },
    Book: {
      __resolveReference: ({ id }: { id: string }) => named(id),
      note: ({ id }: { id: string }, _args: unknown, { viewer }: Asked) => `${viewer.accountId ?? "nobody"} on ${id}`,
    },
  },
  desk: {
    Subscription: {
      readers: { subscribe: (_: unknown, { id }: { id: string }) => counts(id), resolve },
      visits: { subscribe: (_: unknown, { id }: { id: string }) => counts(id), resolve },
      mine: { subscribe: () => counts("mine"), resolve },
    },
    Book: { readers: () => 1 },
  },
};

function schemaOf(name: SubgraphName): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(sdls[name]), resolvers: resolvers[name] as never }]); // the library's type asks for each function's own
}

const server = createServer();
let sockets = 0;
server.on("upgrade", (_request, stream) => {
  sockets += 1;
  stream.once("close", () => {
    sockets -= 1;
  });
});
const { url } = await serveSubgraph({
  name: told.name,
  schema: schemaOf(told.name),
  context: (viewer: Viewer): Asked => ({ viewer }),
  claimSecret: told.claimSecret,
  port: told.port,
  host: "127.0.0.1",
  logger: pino({ level: "silent" }),
  problems: async () => [],
  server,
});
process.on("message", () => process.send?.({ sockets }));
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.send?.({ url });
