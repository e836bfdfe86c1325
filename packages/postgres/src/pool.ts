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
  // A connection that the server closed fails the next query on it, or is replaced before; without listeners it would end the process:
  // the pool's hears of idle ones, and that of each connection while somebody holds it between two queries.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}
