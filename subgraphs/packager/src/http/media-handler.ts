import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { preflight, refuse } from "./respond.ts";
import { type ServeMediaParts, serveMedia, serveStill } from "./serve-media.ts";
import { type TakeUploadParts, takeUpload } from "./take-upload.ts";

export interface MediaHandlerParts extends ServeMediaParts, TakeUploadParts {
  readonly logger: Logger;
}

/** Answers a request and says true, or leaves one that is not its own alone and says false. It never rejects. */
export type MediaHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** The packager's own HTTP: media and stills for players, uploads for operators. */
export function mediaHandler(parts: MediaHandlerParts): MediaHandler {
  return async (request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    const [, area] = /^\/(t|stills|uploads)(?=\/)/.exec(path) ?? [];
    if (!area) return false;
    try {
      if (area === "uploads") await put(parts, path, request, response);
      else await get(parts, area === "t" ? serveMedia : serveStill, path, request, response);
    } catch (error) {
      parts.logger.error({ err: error, area }, "a media request failed");
      refuse(response, 500, "Something failed on our side.");
    }
    return true;
  };
}

async function get(
  parts: MediaHandlerParts,
  serve: typeof serveMedia,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === "OPTIONS") return preflight(response);
  if (request.method === "GET" || request.method === "HEAD") return serve(parts, path, request, response);
  refuse(response, 405, "Media can be fetched with GET and HEAD.", { allow: "GET, HEAD, OPTIONS" });
}

async function put(parts: MediaHandlerParts, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "PUT") return refuse(response, 405, "Uploads are sent with PUT.", { allow: "PUT" });
  if (!/^\/uploads\/[^/\\]{1,1000}$/.test(path)) return refuse(response, 404, "Send an upload to /uploads/<file name>.");
  await takeUpload(parts, request, response);
}
