import type { Session } from "../../session/session.ts";

export type Upload = { readonly sourceUrl: string };

/** Why an upload did not arrive, in words for the person. */
export class UploadRefused extends Error {
  override readonly name = "UploadRefused";
}

type UploadParts = {
  readonly session: Session;
  readonly file: File;
  readonly signal: AbortSignal;
  readonly progress: (percent: number) => void;
};

/**
 * Sends a file to the packager. `XMLHttpRequest`, since `fetch` does not say how much was sent.
 * Throws `UploadRefused` where it did not arrive, and the signal's reason where it was called off.
 */
export async function uploadFile({ session, file, signal, progress }: UploadParts): Promise<Upload> {
  const token = await session.accessToken();
  const { promise, resolve, reject } = Promise.withResolvers<Upload>();
  const request = new XMLHttpRequest();
  request.open("PUT", `/media/uploads/${encodeURIComponent(file.name)}`);
  if (token) request.setRequestHeader("authorization", `Bearer ${token}`);
  request.upload.addEventListener("progress", ({ loaded, total }) => progress(total > 0 ? (loaded / total) * 100 : 0));
  request.addEventListener("load", () => {
    const upload = request.status === 201 ? parseUpload(request.responseText) : undefined;
    if (upload) resolve(upload);
    else reject(new UploadRefused(reasonOf(request.status)));
  });
  request.addEventListener("error", () => reject(new UploadRefused("The connection broke off. Choose the file again to send it anew.")));
  signal.addEventListener("abort", () => {
    request.abort();
    reject(signal.reason);
  });
  request.send(file);
  return promise;
}

function parseUpload(text: string): Upload | undefined {
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== "object" || answer === null || !("sourceUrl" in answer) || typeof answer.sourceUrl !== "string") return undefined;
  return { sourceUrl: answer.sourceUrl };
}

function reasonOf(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return "Your account may not upload.";
    case 413:
      return "The file is larger than this server takes.";
    case 507:
      return "The server has no space left.";
    default:
      return "The server could not take the file. Try again in a moment.";
  }
}
