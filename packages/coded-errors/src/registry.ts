/**
 * Every code that `errors[].extensions.code` can carry, and what it means. `docs/errors.md` is held against this table.
 * What a client can act on as part of normal use is a typed refusal in the schema instead.
 */
export const errorCodes = {
  BAD_USER_INPUT: "An argument has a value that the field does not take; the message says what it expected.",
  UNAUTHENTICATED: "The access token is missing, expired, or not one of ours. Refresh it or sign in again.",
  FORBIDDEN: "The token is fine, but lacks the scope that the field asks for.",
  PROFILE_REQUIRED: "The field belongs to a profile and none is selected: call selectProfile first.",
  OPERATION_TOO_LARGE: "The operation is over one of the router's limits (size, tokens, depth, aliases or root fields).",
  OPERATION_TOO_COMPLEX: "The operation would need too much planning. Ask for less at once.",
  GRAPHQL_PARSE_FAILED: "The text is not a GraphQL document.",
  GRAPHQL_VALIDATION_FAILED: "The operation does not fit the schema.",
  BAD_REQUEST: "The HTTP request is not a GraphQL request.",
  OPERATION_RESOLUTION_FAILURE: "The document has no operation of that name, or several and none was named.",
  PERSISTED_QUERY_NOT_FOUND: "The persisted query is not known. Send its text.",
  PERSISTED_QUERY_NOT_SUPPORTED: "Persisted queries are switched off.",
  SERVICE_UNAVAILABLE:
    "A part of the graph did not answer in time, and its fields are null; or the router, or all that it asked, has too much to do, and nothing was done. Try again later.",
  NOT_FROM_ROUTER: "A subgraph was asked directly. Ask the router.",
  TOO_MANY_SUBSCRIPTIONS: "The connection has as many subscriptions as one may have.",
  TOO_SLOW: "The client read its events more slowly than they came, and the subscription has ended. Subscribe again.",
  INTERNAL_SERVER_ERROR: "Something failed on our side. It has been logged.",
} as const;

export type ErrorCode = keyof typeof errorCodes;

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(errorCodes, code);
}
