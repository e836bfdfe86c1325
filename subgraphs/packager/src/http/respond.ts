import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { byteRange } from "./byte-range.ts";

/** Media may be fetched by players on any site: what protects it is its token. Source: https://fetch.spec.whatwg.org/#http-cors-protocol */
const openToAll: OutgoingHttpHeaders = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Accept-Ranges, Content-Length, Content-Range, Date, ETag",
  "cross-origin-resource-policy": "cross-origin",
  "timing-allow-origin": "*",
  "x-content-type-options": "nosniff",
};

/** Bytes that stand for themselves: the same under the same path for ever. */
export interface Representation {
  readonly contentType: string;
  readonly body: Buffer;
  readonly cacheControl: string;
  /** Strong: names these very bytes. */
  readonly etag: string;
}

/** Answers GET and HEAD, with conditions and a single range. Source: RFC 9110, sections 13 and 14. */
export function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { contentType, body, cacheControl, etag }: Representation,
): void {
  const headers = { ...openToAll, "accept-ranges": "bytes", "cache-control": cacheControl, etag };
  if (matches(request.headers["if-none-match"], etag)) return void response.writeHead(304, headers).end();

  const isRangeWanted = request.method === "GET" && (request.headers["if-range"] ?? etag) === etag;
  const range = isRangeWanted ? byteRange(request.headers.range, body.length) : "whole";
  if (range === "unsatisfiable") {
    refuse(response, 416, "The range lies outside the file.", { "content-range": `bytes */${body.length}` });
    return;
  }
  const { start, end } = range === "whole" ? { start: 0, end: body.length } : range;
  response.writeHead(range === "whole" ? 200 : 206, {
    ...headers,
    "content-type": contentType,
    "content-length": end - start,
    ...(range !== "whole" && { "content-range": `bytes ${start}-${end - 1}/${body.length}` }),
  });
  response.end(request.method === "HEAD" ? undefined : body.subarray(start, end));
}

/** Answers what a browser asks before it sends a request with headers of its own. */
export function preflight(response: ServerResponse): void {
  response
    .writeHead(204, {
      ...openToAll,
      allow: "GET, HEAD, OPTIONS",
      "access-control-allow-methods": "GET, HEAD, OPTIONS",
      "access-control-allow-headers": "If-None-Match, If-Range, Range",
      "access-control-max-age": "86400",
    })
    .end();
}

/** A failure as JSON, never cached. */
export function refuse(response: ServerResponse, status: number, error: string, headers: OutgoingHttpHeaders = {}): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { ...openToAll, "cache-control": "no-store", "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ error }));
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  // Weak comparison: RFC 9110, 13.1.2. A shared cache may have weakened ours.
  const tags = (ifNoneMatch ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
