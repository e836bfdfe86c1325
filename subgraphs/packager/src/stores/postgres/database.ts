import { createPool } from "@marquee/postgres";
import { MikroORM } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import { entities } from "./entities.ts";

export const schema = "packager";

/** The two ways to the same schema: units of work go through the ORM, and sets and leases are SQL of their own. */
export interface Database extends AsyncDisposable {
  readonly orm: MikroORM;
  /** Its search path begins with packager's schema. */
  readonly pool: Pool;
}

/** Connects to a database whose schema is up to date, with half of `max` connections for each of the two ways. */
export async function openDatabase(databaseUrl: string, max: number): Promise<Database> {
  const half = Math.floor(max / 2);
  const orm = await MikroORM.init({
    clientUrl: databaseUrl,
    schema,
    entities,
    pool: { max: half },
    driverOptions: { connectionTimeoutMillis: 5_000, statement_timeout: 10_000, application_name: schema },
  });
  const pool = createPool(databaseUrl, { max: half, name: schema });
  return {
    orm,
    pool,
    async [Symbol.asyncDispose]() {
      await pool.end();
      await orm.close();
    },
  };
}
