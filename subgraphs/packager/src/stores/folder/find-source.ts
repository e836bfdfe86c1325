import { realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { FoundSource } from "../../domain/import-video.ts";
import type { MediaStore } from "../../domain/media-store.ts";

const notAllowed = invalid("The file is not in a folder that imports may read from.");

/**
 * Finds what a source URL names: `upload:<id>`, or `file:` below one of the folders. Symbolic links are followed first, so that none leads
 * out of them. No message repeats a path, or says what exists elsewhere.
 */
export function sourceFinder(media: MediaStore, folders: readonly string[]): (sourceUrl: string) => Promise<FoundSource> {
  return async (sourceUrl) => {
    if (!URL.canParse(sourceUrl)) return invalid('Expected a URL that begins with "upload:" or "file:".');
    const url = new URL(sourceUrl);
    switch (url.protocol) {
      case "upload:":
        return findUpload(media, url.pathname);
      case "file:":
        return findFile(url, folders);
      default:
        return invalid(`Sources are "upload:" and "file:" URLs; "${url.protocol.slice(0, 20)}" is none.`);
    }
  };
}

async function findUpload(media: MediaStore, id: string): Promise<FoundSource> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  const path = isId ? await media.uploadPath(id) : undefined;
  return path
    ? { kind: "SourceFile", path }
    : invalid("There is no upload of this id; uploads that nobody imports are removed after a day.");
}

async function findFile(url: URL, folders: readonly string[]): Promise<FoundSource> {
  const path = pathOf(url);
  if (path === undefined) return notAllowed;
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined) return folders.some((folder) => isInside(path, resolve(folder))) ? invalid("There is no such file.") : notAllowed;
  const realFolders = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
  if (!realFolders.some((folder) => folder !== undefined && isInside(real, folder))) return notAllowed;
  return (await stat(real)).isFile() ? { kind: "SourceFile", path: real } : invalid("Expected a file; this is something else.");
}

/** Undefined for a URL of another machine, or with an encoded slash in it. */
function pathOf(url: URL): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith("../") && !isAbsolute(way);
}

function invalid(message: string) {
  return { kind: "InvalidSource", message } as const;
}
