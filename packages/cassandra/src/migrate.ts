import { EngineProblem } from "@marquee/settings";
import type { Logger } from "pino";
import type { Cassandra } from "./cassandra.ts";
import { SCHEMA_TIMEOUT_MS } from "./keyspace.ts";
import { whileLocked } from "./migration-lock.ts";

/** One step of a schema's history. Once released it is never changed. */
export interface CassandraMigration {
  /** Unique for its owner; recorded when applied. */
  readonly name: string;
  /** Run in order. Cassandra has no transaction for them, so each must be able to run again: `IF NOT EXISTS`, `ADD IF NOT EXISTS`. */
  readonly cql: readonly string[];
}

/**
 * Brings the tables of one owner up to date. Safe when several processes start at once: one holds a lock, which expires should it
 * die, and the others then find nothing to do.
 *
 * @param owner who the tables belong to, such as "view-events": each has a history of its own in the keyspace
 * @param migrations all of them, oldest first
 * @throws EngineProblem when a later version has been here
 */
export async function migrateCassandra(
  cassandra: Cassandra,
  owner: string,
  migrations: readonly CassandraMigration[],
  logger: Logger,
): Promise<void> {
  if ((await missing(cassandra, owner, migrations)).length === 0) return; // the usual start takes no lock
  await whileLocked(cassandra, logger, async (stillHeld) => {
    for (const migration of await missing(cassandra, owner, migrations)) {
      for (const cql of migration.cql) {
        await stillHeld();
        await changeSchema(cassandra, cql, logger);
      }
      await cassandra.run("INSERT INTO migrations (owner, name, applied_at) VALUES (?, ?, ?)", [owner, migration.name, new Date()]);
      logger.info({ owner, migration: migration.name }, "applied a migration to Cassandra");
    }
  });
}

/**
 * For a process that uses another owner's tables: makes sure that they are there.
 *
 * @throws EngineProblem naming what has not been applied yet, or what a later version applied
 */
export async function requireMigrations(cassandra: Cassandra, owner: string, migrations: readonly CassandraMigration[]): Promise<void> {
  const [first] = await missing(cassandra, owner, migrations);
  if (!first) return;
  throw new EngineProblem("CASSANDRA_KEYSPACE", tablesOf(cassandra, owner), `"${first.name}" has not been applied to them yet`);
}

/** Changes the schema, and waits until all nodes agree on it. */
export async function changeSchema({ client }: Cassandra, cql: string, logger: Logger): Promise<void> {
  const { info } = await client.execute(cql, [], { prepare: false, isIdempotent: false, readTimeout: SCHEMA_TIMEOUT_MS });
  // A node that is down cannot agree, and takes the change when it returns; statements that it refuses until then are tried again.
  if ("isSchemaInAgreement" in info && !info.isSchemaInAgreement)
    logger.warn({ cql }, "the nodes of Cassandra do not agree on the schema yet");
}

async function missing(cassandra: Cassandra, owner: string, migrations: readonly CassandraMigration[]) {
  const rows = await cassandra.rows("SELECT name FROM migrations WHERE owner = ?", [owner]);
  const applied = new Set(rows.map((row): string => row.name));
  const unknown = [...applied].find((name) => !migrations.some((migration) => migration.name === name));
  if (unknown !== undefined) {
    throw new EngineProblem("CASSANDRA_KEYSPACE", tablesOf(cassandra, owner), `a later version has applied "${unknown}" to them`);
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

function tablesOf({ keyspace, contactPoints }: Cassandra, owner: string): string {
  return `the tables of ${owner} in the keyspace "${keyspace}" at ${contactPoints.join(", ")} as this version knows them`;
}
