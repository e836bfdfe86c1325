import { createHash } from "node:crypto";
import type { Client } from "cassandra-driver";
import { SCHEMA_TIMEOUT_MS } from "./keyspace.ts";

/**
 * The tables that migrations keep their own state in. Two processes may make them at the same moment, and without a fixed id each
 * would make a table of its own under the same name, of which Cassandra loses one: so the id follows from the name.
 *
 * - `migrations`: partition key `owner`, a row for each applied migration. Grows by a handful of rows a year. One row is the probes'.
 * - `migration_locks`: partition key `name`, one row, gone when it expires.
 */
export async function createMigrationTables(client: Client, keyspace: string): Promise<void> {
  const tables = {
    migrations: "owner text, name text, applied_at timestamp, PRIMARY KEY (owner, name)",
    migration_locks: "name text PRIMARY KEY, holder text",
  };
  for (const [table, columns] of Object.entries(tables)) {
    await client.execute(`CREATE TABLE IF NOT EXISTS ${table} (${columns}) WITH id = ${tableId(`${keyspace}.${table}`)}`, [], {
      prepare: false,
      readTimeout: SCHEMA_TIMEOUT_MS,
    });
  }
}

/** Read and write next to nothing, the same row each time: whether both work is asked of both, since a full disk is still read from. */
export const probes = {
  read: "SELECT name FROM migrations WHERE owner = 'probe' LIMIT 1",
  write: "INSERT INTO migrations (owner, name) VALUES ('probe', 'probe')",
};

/** A version 4 UUID in form, made from the name. */
function tableId(name: string): string {
  const bytes = createHash("sha256").update(`marquee ${name}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
