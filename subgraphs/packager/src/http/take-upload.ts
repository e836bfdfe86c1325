import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { isDiskFull, type MediaStore, UploadTooLarge } from "../domain/media-store.ts";
import type { OperatorCheck } from "./check-operator.ts";
import { refuse } from "./respond.ts";

export interface TakeUploadParts {
  readonly media: MediaStore;
  readonly checkOperator: OperatorCheck;
  readonly uploadLimitBytes: number;
}

/** A sender that is silent for so long is gone. */
const SILENCE_MS = 60_000;

/** `PUT /uploads/<file name>`: the name is for the sender's own log. Answers with a source for importVideo. */
export async function takeUpload(parts: TakeUploadParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { media, checkOperator, uploadLimitBytes } = parts;
  const refused = (status: number, error: string, headers: OutgoingHttpHeaders = {}) => {
    refuse(response, status, error, headers);
    letItArrive(request);
  };
  switch (await checkOperator(request.headers)) {
    case "unauthenticated":
      return refused(401, "Uploading is for operators: send an access token.", { "www-authenticate": "Bearer" });
    case "forbidden":
      return refused(403, 'Uploading is for operators: the token lacks the scope "operate".');
    case "operator":
  }
  const tooLarge = `An upload has at most ${uploadLimitBytes} bytes.`;
  if (Number(request.headers["content-length"] ?? 0) > uploadLimitBytes) return refused(413, tooLarge);

  request.setTimeout(SILENCE_MS, () => request.destroy());
  try {
    // The default would close the connection with the loop, and the answer with it.
    const id = await media.addUpload(request.iterator({ destroyOnReturn: false }), uploadLimitBytes);
    response.writeHead(201, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify({ sourceUrl: `upload:${id}` }));
  } catch (error) {
    if (request.destroyed && !request.complete) return; // broken off: nobody is there to be answered
    if (error instanceof UploadTooLarge) return refused(413, tooLarge);
    if (isDiskFull(error)) return refused(507, "There is no space left for the upload.");
    throw error;
  }
}

const PATIENCE_MS = 5_000;

/** A connection that is closed on unread bytes takes the answer with it, so what still comes is read for a while, and dropped. */
function letItArrive(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), PATIENCE_MS).unref();
  request.once("close", () => clearTimeout(timer)).resume();
}
