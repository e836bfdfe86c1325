import { EngineProblem } from "@marquee/settings";
import { DatabaseError, type Pool } from "pg";

/** What PostgreSQL's own codes mean to whoever runs a service: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const meanings: Readonly<Record<string, string>> = {
  "28P01": "the password or the user is wrong",
  "28000": "the user may not connect",
  "3D000": "there is no such database",
  "42501": "the user lacks the privilege",
  "25006": "it can only be read from",
  "53100": "its disk is full",
  "53300": "it has no connection left to give",
  "57P03": "it is starting up or shutting down",
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
    if (!rows[0]?.is_read_only) return [];
    return [new EngineProblem("DATABASE_URL", `a PostgreSQL that works at ${addressOf(databaseUrl)}`, "it can only be read from").message];
  } catch (error) {
    return [databaseProblem(databaseUrl, error).message];
  }
}

function addressOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}
