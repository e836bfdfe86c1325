import { pino } from "pino";
import { startRouter } from "../../src/router.ts";
import { post, type StartSubject } from "./subject.ts";

/** Random operations are bigger than people's, and machines may be busy; what is examined here is not the limits. */
const limits = { planMs: 5_000, tokens: 20_000, definitions: 200, depth: 40, aliases: 2_000, rootFields: 200, fields: 5_000 };

/** Marquee's router, as a process of its own would start it. */
export const startOurs: StartSubject = async (supergraphSdl, subgraphUrls) => {
  const router = await startRouter(
    {
      supergraphSdl,
      subgraphUrls,
      port: 0,
      host: "127.0.0.1",
      claimSecret: "a secret that only tests know, 32+",
      jwksUrl: "http://127.0.0.1:9/no-operation-has-a-token",
      tokenIssuer: "https://conformance.example",
      tokenAudience: "conformance",
      limits,
    },
    { logger: pino({ level: "silent" }) },
  );
  return { answer: (operation) => post(router.url, operation), [Symbol.asyncDispose]: () => router[Symbol.asyncDispose]() };
};
