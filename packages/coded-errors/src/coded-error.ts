import { GraphQLError } from "graphql";
import type { ErrorCode } from "./registry.ts";

/** An error that a client sees as it is: its code from the registry, its message saying what was expected and what came. */
export function codedError(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
