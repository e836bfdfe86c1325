import type { IncomingMessage } from "node:http";
import { RequestRefused } from "../request-refused.ts";
import { essenceOf, parameterOf } from "./media-type.ts";

/** What is still taken in of a body that is too large, unread: a client that is cut off while it sends never sees why. */
const DISCARDED_BYTES = 16_777_216;

/**
 * Reads and parses a JSON body.
 *
 * @param limit in bytes; reading stops there
 * @throws BAD_REQUEST (HTTP 415, or 400 for what is no JSON) or OPERATION_TOO_LARGE (HTTP 413)
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  refuseOtherTypes(request);
  const body = await readBody(request, limit);
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new RequestRefused("BAD_REQUEST", "The body is not JSON.", 400);
  }
}

function refuseOtherTypes({ headers }: IncomingMessage): void {
  const type = headers["content-type"];
  if (type !== "application/json") {
    const essence = type === undefined ? "none" : essenceOf(type);
    if (essence !== "application/json") throw unsupported(`The body has to be application/json, not ${essence}.`);
    const charset = parameterOf(type ?? "", "charset");
    if (charset !== undefined && charset !== "utf-8" && charset !== "utf8") throw unsupported("The body has to be in UTF-8.");
  }
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") throw unsupported("A compressed body is not read.");
}

function unsupported(message: string): RequestRefused {
  return new RequestRefused("BAD_REQUEST", message, 415);
}

function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const refuse = () => {
      parts.length = 0;
      reject(new RequestRefused("OPERATION_TOO_LARGE", `The request's body is larger than ${limit} bytes.`, 413));
    };
    request.on("data", (part: Buffer) => {
      size += part.length;
      if (size <= limit) parts.push(part);
      else if (size > DISCARDED_BYTES) request.destroy();
      else refuse();
    });
    request.once("end", () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)));
    request.once("error", reject);
    if (Number(request.headers["content-length"]) > limit) refuse();
  });
}
