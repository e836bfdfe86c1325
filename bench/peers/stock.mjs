// @apollo/gateway under Apollo Server, as their documentation starts them; the token is checked, and passed on, as it shows for that.
import { readFileSync } from "node:fs";
import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { checkToken } from "./check-token.mjs";

const { SUPERGRAPH, PORT, HOST } = process.env;

class AuthenticatedDataSource extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    if (context.authorization) request.http.headers.set("authorization", context.authorization);
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(SUPERGRAPH, "utf8"),
  buildService: ({ url }) => new AuthenticatedDataSource({ url }),
});

await startStandaloneServer(new ApolloServer({ gateway }), {
  listen: { port: Number(PORT), host: HOST },
  context: async ({ req: { headers } }) => {
    await checkToken(headers.authorization);
    return { authorization: headers.authorization };
  },
});
