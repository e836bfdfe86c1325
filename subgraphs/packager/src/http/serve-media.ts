import type { IncomingMessage, ServerResponse } from "node:http";
import { packagingVersion } from "../domain/media-links.ts";
import type { EncodeRef, MediaStore } from "../domain/media-store.ts";
import { checkMediaToken } from "../domain/media-token.ts";
import { type MediaFile, type PackagedEncode, stillFile } from "../packaging/index.ts";
import { parseMediaPath, parseStillPath } from "./media-path.ts";
import { type Representation, refuse, respond } from "./respond.ts";

export interface ServeMediaParts {
  readonly media: MediaStore;
  /** Signs the tokens of media URLs. */
  readonly mediaSecret: string;
  readonly openEncode: (ref: EncodeRef) => Promise<PackagedEncode | undefined>;
  readonly now: () => Date;
}

const immutable = "public, max-age=31536000, immutable";
/** Manifests never change either, but are small, and a mistake in one should pass soon. */
const cacheControl: Readonly<Record<MediaFile["kind"], string>> = { manifest: "public, max-age=60", init: immutable, segment: immutable };

/** `GET /t/<token>/<asset>/<encode>/<packaging version>/<file>` */
export async function serveMedia(parts: ServeMediaParts, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = parseMediaPath(path);
  if (!asked) return refuse(response, 404, "There is no such file.");
  switch (checkMediaToken(asked.token, asked.assetId, parts.mediaSecret, parts.now())) {
    case "forged":
      return refuse(response, 403, "This URL is not signed for this file.");
    case "expired":
      return refuse(response, 403, "This URL has expired. Ask for another one.");
    case "valid":
  }
  const encode = asked.packagingVersion === packagingVersion ? await parts.openEncode(asked) : undefined;
  const file = await encode?.file(asked.file);
  if (!file) return refuse(response, 404, "There is no such file.");
  respond(request, response, { ...file, cacheControl: cacheControl[file.kind], etag: etagOf(asked, `${packagingVersion}/${asked.file}`) });
}

/** `GET /stills/<asset>/<encode>.jpg` */
export async function serveStill(
  { media }: ServeMediaParts,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = parseStillPath(path);
  const body = asked && (await media.encode(asked).whole(stillFile));
  if (!body) return refuse(response, 404, "There is no such picture.");
  const still: Representation = { contentType: "image/jpeg", body, cacheControl: immutable, etag: etagOf(asked, stillFile) };
  respond(request, response, still);
}

/** Encode, packaging version and name decide every byte, so they are as good as a hash of it. */
function etagOf({ encodeId }: EncodeRef, name: string): string {
  return `"${encodeId}/${name}"`;
}
