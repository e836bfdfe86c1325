import { pino } from "pino";
import { z } from "zod";
import { startRouter } from "../src/router.ts";
import { supergraphSdl } from "./graph.ts";

/*
 * The router in a process of its own, started with --expose-gc. It is told where its subgraphs are in its only argument, says where it listens, and says
 * what it holds whenever it is sent anything.
 */
const told = z
  .object({ subgraphUrls: z.record(z.string(), z.string()), claimSecret: z.string(), jwksUrl: z.string(), bufferedBytes: z.number() })
  .parse(JSON.parse(process.argv[2] ?? ""));

const { subgraphUrls, claimSecret, jwksUrl, bufferedBytes } = told;
await using router = await startRouter(
  {
    supergraphSdl: supergraphSdl(),
    subgraphUrls,
    port: 0,
    host: "127.0.0.1",
    claimSecret,
    jwksUrl,
    tokenIssuer: "soak",
    tokenAudience: "soak",
    forwardedClaims: ["sub"],
    limits: { bufferedBytes },
  },
  { logger: pino({ level: "silent" }) },
);

/** What is in use once all that is not has been given back. */
function figures() {
  if (!globalThis.gc) throw new Error("expected --expose-gc");
  globalThis.gc();
  globalThis.gc(); // what finalizers let go of in the first
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  // a connection to a subgraph over which nothing is under way keeps no process alive, and is not among these
  const count = (type: string) => resources.filter((resource) => resource === type).length;
  return { heapBytes: heapUsed, bufferBytes: arrayBuffers, sockets: count("TCPSocketWrap"), timers: count("Timeout") };
}

process.on("message", () => process.send?.(figures()));
process.send?.({ url: router.url });
await new Promise((resolve) => process.once("disconnect", resolve));
