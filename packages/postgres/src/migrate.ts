import { EngineProblem } from "@marquee/settings";
import { Client } from "pg";
import type { Logger } from "pino";
import { addressOf, databaseProblem, isDatabaseProblem, requireSpace } from "./database-problem.ts";

/** One step of a schema's history. Once released it is never changed. */
export interface Migration {
  /** Unique in its schema; recorded when applied. */
  readonly name: string;
  /** Run in order, in one transaction, with the schema first on the search path. */
  readonly sql: readonly string[];
}

export interface MigrateOptions {
  readonly databaseUrl: string;
  /** A plain identifier; created when it does not exist. */
  readonly schema: string;
  /** All of them, oldest first. */
  readonly migrations: readonly Migration[];
  readonly logger: Logger;
}

/**
 * Brings a schema up to date. Safe when several processes start at once: they take turns, and the later ones find nothing to do.
 *
 * @throws EngineProblem when the database cannot be used, or is ahead of this version; else the database's error, with the failed
 *   migration rolled back whole
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  try {
    await bringUpToDate(options);
  } catch (error) {
    throw isDatabaseProblem(error) ? databaseProblem(options.databaseUrl, error) : error;
  }
}

async function bringUpToDate({ databaseUrl, schema, migrations, logger }: MigrateOptions): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000, application_name: `${schema} migrations` });
  client.on("error", () => {}); // a connection that breaks fails the statement in hand too
  await client.connect();
  try {
    // One lock for all schemas: extensions belong to the whole database, and two sessions creating one at once collide.
    await client.query("SELECT pg_advisory_lock(hashtext('marquee migrations'))");
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(schema)}`);
    await client.query(`SET search_path TO ${client.escapeIdentifier(schema)}, public`);
    await client.query("CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())");
    const { rows } = await client.query<{ name: string }>("SELECT name FROM migrations");
    const applied = new Set(rows.map(({ name }) => name));
    const unknown = [...applied].find((name) => !migrations.some((migration) => migration.name === name));
    if (unknown !== undefined) {
      const expected = `a schema "${schema}" at ${addressOf(databaseUrl)} that this version knows`;
      throw new EngineProblem("DATABASE_URL", expected, `a later one has applied "${unknown}"`);
    }
    for (const migration of migrations) {
      if (!applied.has(migration.name)) await apply(client, migration);
    }
    await requireSpace(client); // a schema that is up to date was only read
    logger.debug({ schema, applied: migrations.length - applied.size }, "schema is up to date");
  } finally {
    await client.end(); // releases the lock too
  }
}

async function apply(client: Client, { name, sql }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    for (const statement of sql) await client.query(statement);
    await client.query("INSERT INTO migrations (name) VALUES ($1)", [name]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}
