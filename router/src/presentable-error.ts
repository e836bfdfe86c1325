import { codedError, type ErrorCode, isErrorCode } from "@marquee/coded-errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";

/** Turns an error into what a client may see of it. */
export type PresentError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** What a subgraph may say to a client itself; its other codes speak of the router's own fetch, whose text the client never wrote. */
const saidBySubgraphs = new Set<ErrorCode>([
  "BAD_USER_INPUT",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "PROFILE_REQUIRED",
  "SERVICE_UNAVAILABLE",
  "TOO_MANY_SUBSCRIPTIONS",
]);

/** graphql-js stops at the token limit with a syntax error, for which it has no code. */
const tooManyTokens = /Document contains more tha[nt] \d+ tokens/;

/** Lets errors of the registry through, stripped to message, place and code; hides all others behind one sentence, after logging them. */
export function presentErrors(logger: Logger): PresentError {
  return ({ message, path, locations, extensions }, error) => {
    const place = { ...(locations && { locations }), ...(path && { path }) };
    const { code, serviceName: subgraph } = extensions ?? {};
    if (code === "GRAPHQL_PARSE_FAILED" && tooManyTokens.test(message)) {
      return { ...codedError("OPERATION_TOO_LARGE", "The document has more tokens than are read.").toJSON(), ...place };
    }
    if (isErrorCode(code) && code !== "INTERNAL_SERVER_ERROR" && (subgraph === undefined || saidBySubgraphs.has(code))) {
      return { message, ...place, extensions: { code } };
    }
    logger.error({ err: causeOf(error), subgraph, path, code }, "a field failed");
    return { ...codedError("INTERNAL_SERVER_ERROR", "Something failed on our side.").toJSON(), ...place };
  };
}

/** The same for all errors of a result. */
export function presentedErrors(errors: readonly GraphQLError[], presentError: PresentError): readonly GraphQLFormattedError[] {
  return errors.map((error) => presentError(error.toJSON(), error));
}

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error;
}
