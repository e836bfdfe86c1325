import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A folder that can be filled to its last byte without harm to anybody else. */
export interface OwnDisk extends AsyncDisposable {
  readonly folder: string;
  fill(): Promise<void>;
  /** Makes room again. */
  free(): Promise<void>;
}

/** A file system in memory; undefined where this process may not mount one, which takes root on Linux. */
export async function mountOwnDisk(megabytes: number): Promise<OwnDisk | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "marquee-disk-"));
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", folder]);
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
  const ballast = join(folder, "ballast");
  return {
    folder,
    async fill() {
      const failure = await writeFile(ballast, Buffer.alloc(megabytes * 1_048_576)).catch((error: unknown) => error);
      if (!(failure instanceof Error && "code" in failure && failure.code === "ENOSPC"))
        throw new Error("expected the disk to be full", { cause: failure });
    },
    free: () => rm(ballast, { force: true }),
    async [Symbol.asyncDispose]() {
      await run("umount", ["--lazy", folder]); // who was killed may hold a file of it for a moment longer
      await rm(folder, { recursive: true });
    },
  };
}
