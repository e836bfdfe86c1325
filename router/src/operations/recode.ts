import type { ErrorCode } from "@marquee/coded-errors";
import { GraphQLError } from "graphql";

/** The same error with a code of the registry, still pointing at its places in the document. */
export function recode({ message, nodes, source, positions }: GraphQLError, code: ErrorCode): GraphQLError {
  return new GraphQLError(message, { nodes: nodes ?? null, source: source ?? null, positions: positions ?? null, extensions: { code } });
}
