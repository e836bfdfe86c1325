import { randomUUID } from "node:crypto";
import { access, constants, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Dated, type Inventory, type MediaStore, type StoredEncode, UploadTooLarge } from "../../domain/media-store.ts";

/**
 * Keeps media in one folder: `<asset>/<encode>/` for what is served, `prepared/<encode>/` for what is being made, and `uploads/`. They lie
 * on one file system, so that publishing is a rename.
 */
export function folderMediaStore(folder: string): MediaStore {
  const prepared = (encodeId: string) => join(folder, "prepared", encodeId);
  const published = (assetId: string, encodeId: string) => join(folder, assetId, encodeId);
  const upload = (id: string) => join(folder, "uploads", id);
  return {
    async prepare(encodeId) {
      await mkdir(prepared(encodeId), { recursive: true });
      return prepared(encodeId);
    },
    async publish({ assetId, encodeId }) {
      await mkdir(join(folder, assetId), { recursive: true });
      await rename(prepared(encodeId), published(assetId, encodeId));
    },
    discard: (encodeId) => rm(prepared(encodeId), { recursive: true, force: true }),
    remove: ({ assetId, encodeId }) => rm(published(assetId, encodeId), { recursive: true, force: true }),
    encode: ({ assetId, encodeId }) => storedEncode(published(assetId, encodeId)),

    async addUpload(bytes, limitBytes) {
      await mkdir(join(folder, "uploads"), { recursive: true });
      const id = randomUUID();
      try {
        await write(`${upload(id)}.part`, bytes, limitBytes);
        await rename(`${upload(id)}.part`, upload(id));
      } catch (error) {
        await rm(`${upload(id)}.part`, { force: true });
        throw error;
      }
      return id;
    },
    async uploadPath(id) {
      return (await ifThere(access(upload(id)).then(() => true))) ? upload(id) : undefined;
    },
    removeUpload: (id) => rm(upload(id), { force: true }),

    inventory: () => inventoryOf(folder),
    async checkWritable() {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
    },
  };
}

function storedEncode(folder: string): StoredEncode {
  return {
    async read(name, start, length) {
      await using file = await open(join(folder, name));
      const bytes = Buffer.allocUnsafe(length);
      for (let filled = 0; filled < length; ) {
        const { bytesRead } = await file.read(bytes, filled, length - filled, start + filled);
        if (bytesRead === 0) throw new Error(`Expected ${length} bytes of ${name}, found ${filled}.`);
        filled += bytesRead;
      }
      return bytes;
    },
    whole: (name) => ifThere(readFile(join(folder, name))),
  };
}

async function write(path: string, bytes: AsyncIterable<Uint8Array>, limitBytes: number): Promise<void> {
  await using file = await open(path, "wx", 0o600);
  let written = 0;
  for await (const chunk of bytes) {
    written += chunk.length;
    if (written > limitBytes) throw new UploadTooLarge(`An upload has at most ${limitBytes} bytes.`);
    await file.writeFile(chunk);
  }
}

async function inventoryOf(folder: string): Promise<Inventory> {
  const assets = (await entries(folder)).filter(({ id }) => id !== "uploads" && id !== "prepared");
  const encodes = await Promise.all(
    assets.map(async ({ id: assetId }) => {
      const found = await entries(join(folder, assetId));
      return found.map(({ id, changedAt }) => ({ id, assetId, encodeId: id, changedAt }));
    }),
  );
  return { uploads: await entries(join(folder, "uploads")), prepared: await entries(join(folder, "prepared")), encodes: encodes.flat() };
}

async function entries(folder: string): Promise<readonly Dated[]> {
  const names = (await ifThere(readdir(folder))) ?? [];
  const found = await Promise.all(
    names.map(async (id) => {
      const facts = await ifThere(stat(join(folder, id)));
      return facts ? [{ id, changedAt: facts.mtime }] : [];
    }),
  );
  return found.flat();
}

/** Undefined where a file or folder does not exist (any more). */
async function ifThere<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw error;
  }
}
