import { MikroORM } from "@mikro-orm/postgresql";
import { entities } from "./entities.ts";

/** The PostgreSQL schema that this subgraph owns. */
export const schema = "users";

/** Opens the object mapper, with so many connections at most, on a schema that is up to date. Close it with `close()`. */
export function openDatabase(databaseUrl: string, max: number): Promise<MikroORM> {
  return MikroORM.init({
    clientUrl: databaseUrl,
    schema,
    entities,
    pool: { max },
    driverOptions: { application_name: schema, connectionTimeoutMillis: 5_000, statement_timeout: 10_000, query_timeout: 11_000 },
    // What it logs it also throws, and a query it logs could carry an e-mail address.
    logger: () => {},
  });
}
