import { Pool } from "pg";

export interface PoolOptions {
  /** How many connections at most. */
  readonly max: number;
  /** Shown in `pg_stat_activity`: the service's name. */
  readonly name: string;
}

const TIMEOUT_MS = 10_000;

/** A pool of connections on which nothing waits for ever: connecting takes 5 s at most, a statement 10 s. End it with `pool.end()`. */
export function createPool(databaseUrl: string, { max, name }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    statement_timeout: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS + 1_000,
    idleTimeoutMillis: 30_000,
  });
  // An idle connection that the server closed is replaced at the next query; without a listener it would end the process.
  pool.on("error", () => {});
  return pool;
}
