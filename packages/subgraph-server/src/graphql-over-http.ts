import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from "@apollo/server";
import type { Admission } from "@marquee/admission";
import { codedError } from "@marquee/coded-errors";
import type { Logger } from "pino";

export interface GraphqlOverHttpOptions<Context extends object> {
  /** That has started. */
  readonly apollo: ApolloServer<Context>;
  /** @throws GraphQLError for whoever may not ask */
  readonly contextOf: (headers: IncomingMessage["headers"]) => Context;
  readonly admission: Admission;
  readonly logger: Logger;
}

/** Far above what the router sends. */
const MOST_BYTES = 2 * 1_024 * 1_024;

/**
 * Answers GraphQL requests with no framework before Apollo Server: with one, finding the route and reading the body cost more than
 * the whole operation. What is too much is refused before its body is looked at, with 503 and `retry-after`.
 */
export function graphqlOverHttp<Context extends object>(options: GraphqlOverHttpOptions<Context>): RequestListener {
  const { admission, logger } = options;
  return (request, response) => {
    if (!admission.admits()) return refuseAsTooMuch(request, response);
    admission.enter();
    answer(options, request, response)
      .catch((error: unknown) => {
        logger.error({ err: error }, "a request could not be answered");
        response.destroy();
      })
      .finally(() => admission.leave());
  };
}

const tooMuch = JSON.stringify({ errors: [codedError("SERVICE_UNAVAILABLE", "There is too much to do: try again in a second.")] });
const tooMuchHead = ["content-type", "application/json", "content-length", String(tooMuch.length), "retry-after", "1"];

/** The body is let go by unread, so that the connection stays good for the next request. */
function refuseAsTooMuch(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(503, tooMuchHead).end(tooMuch);
}

async function answer<Context extends object>(
  { apollo, contextOf }: GraphqlOverHttpOptions<Context>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  if ("refusal" in body) return refuse(response, body.refusal);
  const { headers, method = "GET", url = "" } = request;
  const search = url.indexOf("?") < 0 ? "" : url.slice(url.indexOf("?"));
  const httpGraphQLRequest: HTTPGraphQLRequest = { method, headers: headerMap(headers), search, body: body.parsed };
  await send(response, await apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: async () => contextOf(headers) }));
}

interface BodyRefusal {
  readonly status: number;
  readonly reason: string;
}

type Body = { readonly parsed: unknown } | { readonly refusal: BodyRefusal };

/** What a body that is JSON holds; an empty object for none, which Apollo then refuses by method and type. */
async function bodyOf(request: IncomingMessage): Promise<Body> {
  if (!request.headers["content-type"]?.startsWith("application/json")) return { parsed: {} };
  if (request.headers["content-encoding"] !== undefined)
    return { refusal: { status: 415, reason: "The body has an encoding that is not read." } };
  const bytes = await bytesOf(request);
  if (!bytes) return { refusal: { status: 413, reason: "The request's body is larger than is read." } };
  try {
    return { parsed: JSON.parse(bytes.toString()) };
  } catch {
    return { refusal: { status: 400, reason: "The body is not JSON." } };
  }
}

/** By events, since iterating over a request costs as much as all else that is done to read it. @returns undefined when it is too large */
function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
      else resolve(undefined);
    });
    request.once("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.once("error", reject);
  });
}

function refuse(response: ServerResponse, { status, reason }: BodyRefusal): void {
  // The rest of what was not read is not worth a connection.
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify({ errors: [codedError("BAD_REQUEST", reason)] }));
}

function headerMap(headers: IncomingMessage["headers"]): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, typeof value === "string" ? value : value.join(", "));
  }
  return map;
}

async function send(response: ServerResponse, { status = 200, headers, body }: HTTPGraphQLResponse): Promise<void> {
  response.writeHead(status, Object.fromEntries(headers));
  if (body.kind === "complete") return void response.end(body.string);
  for await (const chunk of body.asyncIterator) response.write(chunk);
  response.end();
}
