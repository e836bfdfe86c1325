import type { ApolloServerPlugin } from "@apollo/server";

/**
 * Answers 200 where a well-formed request held GraphQL that could not be run, unless the client takes `application/graphql-response+json`: with the older
 * `application/json` any other status may come from a proxy, and clients do not read its body.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
export const legacyStatus: ApolloServerPlugin<object> = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response, source }) {
        const takesNewType = request.http?.headers.get("accept")?.includes("application/graphql-response+json");
        if (response.http.status === 400 && source !== undefined && !takesNewType) response.http.status = 200;
      },
    };
  },
};
