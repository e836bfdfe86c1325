import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { pino } from "pino";
import { post, type StartSubject } from "./subject.ts";

/** Apollo's gateway on Apollo's server, as their documentation starts them; both without a word to the console or to Apollo. */
export const startStock: StartSubject = async (supergraphSdl, urls) => {
  // biome-ignore lint/style/noProcessEnv: the gateway has no other switch for its telemetry
  process.env.APOLLO_TELEMETRY_DISABLED = "1";
  const logger = pino({ level: "silent" });
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger,
    buildService: ({ name, url = "" }) => new RemoteGraphQLDataSource({ url: urls[name] ?? url }),
  });
  const server = new ApolloServer({ gateway, logger, stopOnTerminationSignals: false });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: "127.0.0.1" } });
  return { answer: (operation) => post(url, operation), [Symbol.asyncDispose]: () => server.stop() };
};
