import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Gives what loads the first processor and what is loaded all others, with all their threads: a load that shares processors with what it loads takes
 * from it what it offers it, and the more the less is taken.
 *
 * @returns whether it did: it takes two processors, and Linux's `taskset`
 */
export async function setApart(loading: readonly (number | undefined)[], loaded: readonly (number | undefined)[]): Promise<boolean> {
  const processors = availableParallelism();
  if (processors < 2) return false;
  const pin = async (pid: number | undefined, list: string) => {
    if (pid !== undefined) await run("taskset", ["--all-tasks", "--cpu-list", "--pid", list, String(pid)]);
  };
  try {
    await Promise.all([...loading.map((pid) => pin(pid, "0")), ...loaded.map((pid) => pin(pid, `1-${processors - 1}`))]);
    return true;
  } catch {
    return false; // what was not pinned runs anywhere, as all of it would
  }
}
