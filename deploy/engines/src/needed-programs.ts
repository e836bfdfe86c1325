import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CannotStart } from "./cannot-start.ts";
import { settingsFolder } from "./cassandra-engine.ts";
import { hasJars } from "./cassandra-jars.ts";
import { java17 } from "./java.ts";

const run = promisify(execFile);

/** What the engines need of this machine: why, Debian's package with it, and whether it is there. PostgreSQL comes from npm. */
const needed = [
  { what: "Redis", debian: "redis-server", isThere: () => runs("redis-server") },
  { what: "Java 17, for Cassandra", debian: "openjdk-17-jre-headless", isThere: async () => (await java17()) !== undefined },
  { what: "Maven, which fetches Cassandra", debian: "maven", isThere: async () => (await hasJars(settingsFolder)) || runs("mvn") },
] as const;

/** @throws CannotStart naming all that is missing, with the one line that installs it */
export async function checkPrograms(): Promise<void> {
  const found = await Promise.all(needed.map(({ isThere }) => isThere()));
  const missing = needed.filter((_, index) => !found[index]);
  if (missing.length === 0) return;
  const names = missing.map(({ what }) => `  · ${what}`).join("\n");
  throw new CannotStart(`This is missing:\n${names}\nInstall it: apt-get install ${missing.map(({ debian }) => debian).join(" ")}`);
}

function runs(program: string): Promise<boolean> {
  return run(program, ["--version"], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}
