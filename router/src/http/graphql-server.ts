import type { Server } from "node:http";
import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import { ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import { ApolloServerPluginDrainHttpServer } from "@apollo/server/plugin/drainHttpServer";
import type { GatewayInterface } from "@apollo/server-gateway-interface";
import { type ExecutionResult, type FormattedExecutionResult, GraphQLError } from "graphql";
import type { Logger } from "pino";
import { Asker } from "../asker.ts";
import type { Graph } from "../graph.ts";
import type { Operations } from "../operations/operations.ts";
import type { Preparation } from "../operations/prepare.ts";
import type { PresentError } from "../presentable-error.ts";
import { legacyStatus } from "./legacy-status.ts";

export interface GraphqlServerOptions {
  readonly graph: Graph;
  readonly preparation: Preparation;
  readonly operations: Operations;
  readonly presentError: PresentError;
  readonly http: Server;
  readonly logger: Logger;
}

/** How long requests in hand may take when the router stops. */
const DRAIN_MS = 10_000;

/** GraphQL over HTTP. What an operation may ask for, and its answer, is `operations`' alone. */
export function graphqlServer({ graph, preparation, operations, presentError, http, logger }: GraphqlServerOptions): ApolloServer<Asker> {
  const plugins: ApolloServerPlugin<Asker>[] = [
    ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: DRAIN_MS }),
    ApolloServerPluginLandingPageDisabled(),
    legacyStatus,
  ];
  return new ApolloServer<Asker>({
    gateway: gatewayOf(graph, operations),
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    formatError: presentError,
    parseOptions: preparation.parseOptions,
    dangerouslyDisableValidation: true, // operations validate, after the limits, which must come first
    stopOnTerminationSignals: false,
    logger,
    plugins,
  });
}

function gatewayOf(graph: Graph, operations: Operations): GatewayInterface {
  return {
    load: async () => ({
      executor: ({ document, request, context }) =>
        operations
          .answer({
            query: document.loc?.source.body ?? "",
            operationName: request.operationName,
            variables: request.variables,
            asker: Asker.of(context),
          })
          .then(({ text }) => asResult(JSON.parse(text))),
    }),
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: graph.api, coreSupergraphSdl: graph.sdl });
      return () => {}; // the graph never changes
    },
    stop: async () => {},
  };
}

/** Apollo Server formats errors itself, and takes instances of the class alone. */
function asResult({ data, errors }: FormattedExecutionResult): ExecutionResult {
  return {
    ...(data !== undefined && { data }),
    ...(errors && {
      errors: errors.map(({ message, ...rest }) => new GraphQLError(message, rest)),
    }),
  };
}
