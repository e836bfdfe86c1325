import type { IncomingHttpHeaders } from "node:http";
import { RequestRefused } from "../request-refused.ts";
import { essenceOf } from "./media-type.ts";

/** The types that a form or a script of any page may post without asking first. */
const simpleTypes = new Set(["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]);

/** A page of another origin can send these only after a preflight, which it is not granted. Any value will do. */
const provingHeaders = ["apollo-require-preflight", "x-apollo-operation-name"] as const;

/**
 * Refuses what a page of another origin could have made a browser send (CSRF), by Apollo Server's rule: the request has a content type that
 * asks for a preflight, or a header that does.
 *
 * @throws BAD_REQUEST (HTTP 400)
 * @see https://www.apollographql.com/docs/apollo-server/security/cors#preventing-cross-site-request-forgery-csrf
 */
export function refuseForged(headers: IncomingHttpHeaders): void {
  const type = headers["content-type"];
  if (type !== undefined && !simpleTypes.has(essenceOf(type))) return;
  if (provingHeaders.some((name) => headers[name])) return;
  throw new RequestRefused(
    "BAD_REQUEST",
    `Another site could have forged this request: send the content type application/json, or one of the headers ${provingHeaders.join(", ")}.`,
    400,
  );
}
