import { type GraphQLError, type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from "graphql";
import { recode } from "./recode.ts";

export type Coerced =
  | { readonly values: Readonly<Record<string, unknown>>; readonly errors?: never }
  | { readonly errors: readonly GraphQLError[]; readonly values?: never };

/** Checks variables against an operation's definitions and fills in its defaults, in the definitions' order. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Coerced {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 10 });
  if (!errors) return { values: coerced };
  return { errors: errors.map((error) => recode(error, "BAD_USER_INPUT")) };
}
