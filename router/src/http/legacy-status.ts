import type { ApolloServerPlugin } from "@apollo/server";

/**
 * Answers 200 with `application/json`, where a status below 500 would say that the GraphQL in a well-formed request was wrong.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
export const legacyStatus: ApolloServerPlugin<object> = {
  async requestDidStart() {
    return {};
  },
};
