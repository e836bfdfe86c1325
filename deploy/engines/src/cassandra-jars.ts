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

/**
 * Has Maven fetch Cassandra (66 MB) where it is not there yet.
 *
 * @param settingsFolder where the `pom.xml` lies that names the versions
 * @returns the folder with the jars
 * @throws CannotStart without Maven, or when it fails
 */
export async function cassandraJars(settingsFolder: string, say: (sentence: string) => void): Promise<string> {
  const pom = join(settingsFolder, "pom.xml");
  const version = createHash("sha256")
    .update(await readFile(pom))
    .digest("hex");
  const jars = join(cache, "lib");
  if ((await readFile(join(jars, "pom.sha256"), "utf8").catch(() => "")) === version) return jars;

  say("Fetching Cassandra from Maven Central (66 MB, once)");
  await mkdir(cache, { recursive: true });
  const fetched = await mkdtemp(join(cache, "lib-"));
  try {
    await run("mvn", ["--batch-mode", "--quiet", "--file", pom, "dependency:copy-dependencies", `-DoutputDirectory=${fetched}`], {
      timeout: 900_000,
    });
    await writeFile(join(fetched, "pom.sha256"), version);
    if (existsSync(jars)) await rm(jars, { recursive: true, force: true }); // another version's
    await rename(fetched, jars);
    return jars;
  } catch (error) {
    await rm(fetched, { recursive: true, force: true });
    throw new CannotStart(explanation(error), { cause: error });
  }
}

function explanation(error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") {
    return "Maven is missing, which fetches Cassandra. Install it: apt-get install maven";
  }
  const output =
    error instanceof Error && "stdout" in error ? String(error.stdout).trim().split("\n").slice(0, 10).join("\n") : String(error);
  return `Maven could not fetch Cassandra:\n${output}`;
}
