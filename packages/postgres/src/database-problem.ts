import { EngineProblem } from "@marquee/settings";
import { type ClientBase, DatabaseError, type Pool } from "pg";

/**
 * What the codes of PostgreSQL, and those of the way to it, mean to whoever runs a service:
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const meanings: Readonly<Record<string, string>> = {
  "28P01": "the password or the user is wrong",
  "28000": "the user may not connect",
  "3D000": "there is no such database",
  "42501": "the user lacks the privilege",
  "25006": "it can only be read from",
  "53100": "its disk is full",
  "53300": "it has no connection left to give",
  "57P01": "it is shutting down",
  "57P03": "it is starting up or shutting down",
  ECONNREFUSED: "the connection was refused",
  ENOTFOUND: "the host was not found",
  EAI_AGAIN: "the host was not found",
  ETIMEDOUT: "it does not answer",
};

/** Says which database failed, without its password. */
export function databaseProblem(databaseUrl: string, error: unknown): EngineProblem {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
  const reason = (code !== undefined && meanings[code]) || (error instanceof Error && error.message) || code || String(error);
  return new EngineProblem("DATABASE_URL", `a PostgreSQL that works at ${addressOf(databaseUrl)}`, reason, { cause: error });
}

/** Whether the database cannot be used as it is: not an error of one statement, but of the connection, the server or the account. */
export function isDatabaseProblem(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseError) return error.code !== undefined && /^(08|25006|28|3D|42501|53|57P|58)/.test(error.code);
  return "code" in error || /connect|timeout|terminated/i.test(error.message);
}

/** Asks the database whether it works, for a readiness check. Never rejects. */
export async function databaseProblems(pool: Pool, databaseUrl: string): Promise<readonly string[]> {
  try {
    const { rows } = await pool.query<{ is_read_only: boolean }>("SELECT current_setting('transaction_read_only') = 'on' AS is_read_only");
    if (rows[0]?.is_read_only) {
      return [
        new EngineProblem("DATABASE_URL", `a PostgreSQL that works at ${addressOf(databaseUrl)}`, "it can only be read from").message,
      ];
    }
    await requireSpace(pool);
    return [];
  } catch (error) {
    return [databaseProblem(databaseUrl, error).message];
  }
}

/**
 * Has the database write a quarter of a megabyte to its disk and delete it again, which takes it a millisecond: where the disk is full,
 * reading goes on, and so do writes until a table's last page is. It is a temporary file, so there is nothing to log or to clean up.
 *
 * @throws DatabaseError when its disk is full
 */
export async function requireSpace(database: Pool | ClientBase): Promise<void> {
  await database.query(
    `SELECT set_config('work_mem', '64kB', true), set_config('temp_tablespaces', '', true);
     WITH spilled AS MATERIALIZED (SELECT repeat('x', 1000) FROM generate_series(1, 256)) SELECT count(*) FROM spilled`,
  );
}

/** Host, port and database, without the user and the password. */
export function addressOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}
