import { InvalidClaim, readClaim, viewerHeader } from "@marquee/viewer-claim";
import type { Request, RequestHandler } from "express";

/** Lets only packager through, by the claim it signs for itself; all others get 401 with `{ message }`. */
export function packagerOnly(secret: string): RequestHandler {
  return (request, response, next) => {
    if (isPackager(request, secret)) next();
    else response.status(401).json({ message: "Expected a claim of the service packager." });
  };
}

function isPackager(request: Request, secret: string): boolean {
  try {
    return readClaim(request.get(viewerHeader), secret, "watch-history", Date.now()).service === "packager";
  } catch (error) {
    if (error instanceof InvalidClaim) return false;
    throw error;
  }
}
