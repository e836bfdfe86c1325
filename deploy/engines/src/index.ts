import type { Engine } from "./engine.ts";
import { type EngineOptions, engineSet } from "./engine-set.ts";

export { CannotStart } from "./cannot-start.ts";
export { type CassandraNode, cassandraEngine } from "./cassandra-engine.ts";
export type { Engine } from "./engine.ts";
export type { EngineOptions } from "./engine-set.ts";
export type { Ports } from "./ports.ts";

/** PostgreSQL, Redis and Cassandra, running for as long as whoever started them. */
export interface Engines extends AsyncDisposable {
  /** What the services need to reach them: DATABASE_URL, CASSANDRA_CONTACT_POINTS and the like. */
  readonly variables: Readonly<Record<string, string>>;
  readonly postgres: Engine;
  readonly redis: Engine;
  readonly cassandra: readonly Engine[];
}

/**
 * Starts the engines for as long as this process needs them: disposing stops them, and so does this process's exit, except by SIGKILL;
 * what that leaves running is taken over by the next start on the same home.
 *
 * @throws CannotStart saying what is missing on this machine
 */
export async function startEngines(options: EngineOptions): Promise<Engines> {
  const set = await engineSet(options);
  const killAll = () => {
    for (const { pid } of set.running()) if (pid !== undefined) process.kill(pid, "SIGKILL");
  };
  process.once("exit", killAll);
  const stopAll = async () => {
    await Promise.all(set.running().map((engine) => engine.stop()));
    process.off("exit", killAll);
  };
  try {
    const variables = await set.start();
    return { ...set, variables, [Symbol.asyncDispose]: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}
