import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * The public API that clients were given last: the committed one while the working copy differs from it, otherwise the one before its
 * last change. Undefined where there is no history to ask (a first version, an archive without git).
 */
export async function previousApi(folder: string): Promise<string | undefined> {
  const git = (...args: string[]) => run("git", args, { cwd: folder, maxBuffer: 16_000_000 }).then(({ stdout }) => stdout);
  const at = (revision: string) => git("show", `${revision}:./api.graphql`).catch(() => undefined);
  const committed = await at("HEAD");
  if (committed !== (await readFile(`${folder}api.graphql`, "utf8").catch(() => undefined))) return committed;
  const lastChange = await git("log", "-1", "--format=%H", "--", "api.graphql").catch(() => "");
  return lastChange ? at(`${lastChange.trim()}^`) : undefined;
}
