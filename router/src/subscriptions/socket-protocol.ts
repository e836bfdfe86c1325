import { codedError } from "@marquee/coded-errors";
import { type ExecutionArgs, GraphQLError, getOperationAST } from "graphql";
import { CloseCode, type Context, makeServer, type Server, type SubscribePayload } from "graphql-ws";
import type { WebSocket } from "ws";
import { Asker, anyone } from "../asker.ts";
import type { Authenticate, Bearer } from "../authentication.ts";
import type { Limits } from "../limits.ts";
import type { Metrics } from "../metrics.ts";
import type { Asked, Operations } from "../operations/operations.ts";
import type { Preparation } from "../operations/prepare.ts";
import { type PresentError, presentResult } from "../presentable-error.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** What is known of a connection beside the protocol's own state. */
export interface SocketExtra {
  readonly socket: WebSocket;
  bearer: Bearer | undefined;
  /** The client's network address. */
  readonly address: string | undefined;
  expiry: NodeJS.Timeout | undefined;
}

export interface ProtocolOptions {
  readonly authenticate: Authenticate;
  readonly preparation: Preparation;
  readonly operations: Operations;
  readonly subscriptions: Subscriptions;
  readonly limits: Limits;
  readonly presentError: PresentError;
  readonly metrics: Metrics;
}

type SocketContext = Context<Record<string, unknown> | undefined, SocketExtra>;

/** The longest that a timer can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The graphql-transport-ws protocol on this graph: queries, mutations and subscriptions alike. */
export function socketProtocol(options: ProtocolOptions): Server<SocketExtra> {
  const { preparation, operations, subscriptions, limits, presentError, metrics } = options;
  return makeServer<Record<string, unknown> | undefined, SocketExtra>({
    onConnect: (context) => admit(context, options.authenticate),

    async onSubscribe(context, _id, payload) {
      if (Object.keys(context.subscriptions).length > limits.operationsPerConnection) {
        return [codedError("TOO_MANY_SUBSCRIPTIONS", `A connection has at most ${limits.operationsPerConnection} operations at a time.`)];
      }
      const { bearer, address } = context.extra;
      return argumentsOf(payload, (bearer?.asker ?? anyone).from(address), preparation);
    },

    async execute(args: ExecutionArgs) {
      metrics.socketOperation(getOperationAST(args.document, args.operationName)?.operation ?? "unknown");
      return JSON.parse((await operations.answer(operationOf(args))).text);
    },

    async subscribe(args: ExecutionArgs) {
      metrics.socketOperation("subscription");
      try {
        const { results, errors } = await subscriptions.subscribe(operationOf(args));
        return results ?? presentResult({ errors }, presentError);
      } catch (error) {
        return presentResult(asResult(error), presentError);
      }
    },

    onError: (_context, _id, _payload, errors) =>
      errors.map((error) => (error instanceof GraphQLError ? presentError(error.toJSON(), error) : error)),
  });
}

/** Ends the connection with 4403 for a bad token, now or when it expires, and with 1013 while tokens cannot be checked. */
async function admit({ connectionParams, extra }: SocketContext, authenticate: Authenticate): Promise<boolean> {
  try {
    extra.bearer = await authenticate(connectionParams?.authorization ?? connectionParams?.Authorization);
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions.code === "UNAUTHENTICATED") return false;
    extra.socket.close(1013, "Try again later");
    return false;
  }
  const { expiresAtMs } = extra.bearer;
  if (expiresAtMs !== undefined) {
    const waitMs = Math.min(expiresAtMs - Date.now(), LONGEST_TIMER_MS);
    extra.expiry = setTimeout(() => extra.socket.close(CloseCode.Forbidden, "The access token has expired"), waitMs);
  }
  return true;
}

/** What the operation is run with, or why it is not: what is refused here the client gets as the operation's error. */
async function argumentsOf(
  payload: SubscribePayload,
  asker: Asker,
  preparation: Preparation,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  try {
    const document = preparation.parse(payload.query);
    const prepared = await preparation.prepare(payload.query, payload.operationName ?? undefined);
    if (prepared.kind === "refused") return prepared.errors;
    const { operationName, variables: variableValues } = payload;
    return { schema: preparation.graph.api, document, operationName, variableValues, contextValue: asker };
  } catch (error) {
    return asResult(error).errors;
  }
}

function asResult(error: unknown): { readonly errors: readonly GraphQLError[] } {
  if (error instanceof GraphQLError) return { errors: [error] };
  return { errors: [new GraphQLError("unexpected", { originalError: error instanceof Error ? error : new Error(String(error)) })] };
}

function operationOf({ document, operationName, variableValues, contextValue }: ExecutionArgs): Asked {
  return {
    query: document.loc?.source.body ?? "",
    operationName: operationName ?? undefined,
    variables: variableValues ?? {},
    asker: Asker.of(contextValue),
  };
}
