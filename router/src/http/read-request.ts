import type { IncomingMessage } from "node:http";
import { RequestRefused } from "../request-refused.ts";
import { refuseForged } from "./forged-request.ts";
import { badRequest, type GraphqlRequest, graphqlRequestIn, graphqlRequestOf } from "./graphql-request.ts";
import { essenceOf } from "./media-type.ts";
import { readJson } from "./read-body.ts";

export type Read =
  | { readonly kind: "one"; readonly request: GraphqlRequest }
  | { readonly kind: "batch"; readonly requests: readonly GraphqlRequest[] };

export interface ReadLimits {
  /** Of a body. */
  readonly bodyBytes: number;
  /** Operations that one request may hold; with 1, a request is never a list. */
  readonly batchLimit: number;
}

/**
 * Reads what a request asks for.
 *
 * @throws RequestRefused with HTTP 400, 405, 413 or 415
 */
export async function readRequest(request: IncomingMessage, { bodyBytes, batchLimit }: ReadLimits): Promise<Read> {
  const { method, headers, url = "" } = request;
  refuseOthers(method, headers["content-type"]);
  refuseForged(headers);
  if (method === "GET") return { kind: "one", request: graphqlRequestIn(searchOf(url)) };
  const body = await readJson(request, bodyBytes);
  return Array.isArray(body) ? batchOf(body, batchLimit) : { kind: "one", request: graphqlRequestOf(body) };
}

function refuseOthers(method: string | undefined, type: string | undefined): void {
  if (method !== "GET" && method !== "POST") {
    throw new RequestRefused("BAD_REQUEST", "A request is sent by GET or POST.", 405, [["allow", "GET, POST, OPTIONS"]]);
  }
  if (type === undefined || type === "application/json") return;
  const essence = essenceOf(type);
  if (essence === "multipart/form-data") {
    throw new RequestRefused("BAD_REQUEST", "Files do not travel with an operation: send variables in application/json.", 415);
  }
  if (method === "GET" && essence !== "application/json") {
    throw new RequestRefused("BAD_REQUEST", "A GET has no body, and so no content type.", 415);
  }
}

function searchOf(url: string): string {
  const mark = url.indexOf("?");
  return mark < 0 ? "" : url.slice(mark + 1);
}

function batchOf(body: readonly unknown[], limit: number): Read {
  if (limit === 1) throw badRequest("A request is one operation: lists of them are switched off.");
  if (body.length === 0 || body.length > limit) throw badRequest(`A list has 1 to ${limit} operations, not ${body.length}.`);
  return { kind: "batch", requests: body.map(graphqlRequestOf) };
}
