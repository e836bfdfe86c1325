import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** Those that say which stores the services use. */
const needed = ["DATABASE_URL", "CASSANDRA_CONTACT_POINTS", "REDIS_URL"] as const;

/** No engine is named anywhere. */
export class NoEngines extends Error {
  override readonly name = "NoEngines";
}

/**
 * How the engines are reached: what the environment says, and for the rest what `npm run engines` wrote.
 *
 * @throws NoEngines naming the variables that neither has
 */
export async function engineVariables(
  environment: Readonly<Record<string, string>>,
  home: string,
): Promise<Readonly<Record<string, string>>> {
  const written = parseEnv(await readFile(join(home, "engines/engines.env"), "utf8").catch(() => ""));
  const variables = Object.fromEntries(
    Object.entries({ ...written, ...environment }).flatMap(([name, value]) => (value && isEngines(name) ? [[name, value]] : [])),
  );
  const missing = needed.filter((name) => !variables[name]);
  if (missing.length === 0) return variables;
  throw new NoEngines(`${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not set. Start the engines first: npm run engines`);
}

function isEngines(name: string): boolean {
  return name === "DATABASE_URL" || /^(CASSANDRA|REDIS)_/.test(name);
}
