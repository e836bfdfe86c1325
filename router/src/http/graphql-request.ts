import { RequestRefused } from "../request-refused.ts";

/** A GraphQL request as HTTP carries it, with parameters of the right types. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads the parameters of a request from a parsed body.
 *
 * @throws BAD_REQUEST (HTTP 400) or PERSISTED_QUERY_NOT_SUPPORTED
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters
 */
export function graphqlRequestOf(body: unknown): GraphqlRequest {
  if (!isRecord(body)) throw badRequest("A request is a JSON object with a query.");
  const { query, operationName, variables, extensions } = body;
  if (!isAbsent(query) && typeof query !== "string") throw badRequest('"query" has to be a string.');
  if (!isAbsent(operationName) && typeof operationName !== "string") throw badRequest('"operationName" has to be a string.');
  if (!isAbsent(variables) && !isRecord(variables)) throw badRequest('"variables" has to be an object.');
  if (!isAbsent(extensions) && !isRecord(extensions)) throw badRequest('"extensions" has to be an object.');
  if (!query) {
    if (extensions?.persistedQuery) throw persistedQuery();
    throw badRequest('The request has no "query".');
  }
  return { query, operationName: operationName ?? undefined, variables: variables ?? undefined };
}

/** The same for the search part of a URL, where `variables` and `extensions` are JSON. */
export function graphqlRequestIn(search: string): GraphqlRequest {
  const parameters = new URLSearchParams(search);
  return graphqlRequestOf({
    query: only(parameters, "query"),
    operationName: only(parameters, "operationName"),
    variables: jsonOf(only(parameters, "variables"), "variables"),
    extensions: jsonOf(only(parameters, "extensions"), "extensions"),
  });
}

function only(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  if (values.length > 1) throw badRequest(`"${name}" has to be given once.`);
  return values[0];
}

function jsonOf(text: string | undefined, name: string): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(`"${name}" has to be JSON.`);
  }
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function badRequest(message: string): RequestRefused {
  return new RequestRefused("BAD_REQUEST", message, 400);
}

/** Clients that try a hash first know this message and status, and send the whole text instead. */
function persistedQuery(): RequestRefused {
  return new RequestRefused("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported", 200);
}
