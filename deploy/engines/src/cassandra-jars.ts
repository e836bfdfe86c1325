import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CannotStart } from "./cannot-start.ts";

const run = promisify(execFile);

/** The jars are the same for every home, so they are fetched once for this checkout. */
const cache = fileURLToPath(new URL("../../../.marquee/engines/cassandra/", import.meta.url));

const jars = join(cache, "lib");

/** Whether Cassandra lies there in the versions that the `pom.xml` of a folder names. */
export async function hasJars(settingsFolder: string): Promise<boolean> {
  return (await readFile(join(jars, "pom.sha256"), "utf8").catch(() => "")) === (await versionsIn(settingsFolder));
}

/**
 * Has Maven fetch Cassandra (66 MB) where it is not there yet.
 *
 * @param settingsFolder where the `pom.xml` lies that names the versions
 * @returns the folder with the jars
 * @throws CannotStart when Maven fails
 */
export async function cassandraJars(settingsFolder: string, say: (sentence: string) => void): Promise<string> {
  if (await hasJars(settingsFolder)) return jars;
  say("Fetching Cassandra from Maven Central (66 MB, once)");
  await mkdir(cache, { recursive: true });
  const fetched = await mkdtemp(join(cache, "lib-"));
  try {
    await run(
      "mvn",
      ["--batch-mode", "--quiet", "--file", pomIn(settingsFolder), "dependency:copy-dependencies", `-DoutputDirectory=${fetched}`],
      {
        timeout: 900_000,
      },
    );
    await writeFile(join(fetched, "pom.sha256"), await versionsIn(settingsFolder));
    if (existsSync(jars)) await rm(jars, { recursive: true, force: true }); // another version's
    await rename(fetched, jars);
    return jars;
  } catch (error) {
    await rm(fetched, { recursive: true, force: true });
    throw new CannotStart(explanation(error), { cause: error });
  }
}

function pomIn(settingsFolder: string): string {
  return join(settingsFolder, "pom.xml");
}

async function versionsIn(settingsFolder: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(pomIn(settingsFolder)))
    .digest("hex");
}

function explanation(error: unknown): string {
  const output = error instanceof Error && "stdout" in error ? String(error.stdout).trim() : "";
  return `Maven could not fetch Cassandra:\n${(output || String(error)).split("\n").slice(0, 10).join("\n")}`;
}
