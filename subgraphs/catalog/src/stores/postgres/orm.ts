import { MikroORM } from "@mikro-orm/postgresql";
import type { Logger } from "pino";
import { entities } from "./entities.ts";

const TIMEOUT_MS = 10_000;

export interface OrmOptions {
  /** How many connections are opened at most. */
  readonly max: number;
  readonly logger: Logger;
}

/** Connects MikroORM to the catalog's tables; nothing waits longer than 10 s. */
export function openOrm(databaseUrl: string, { max, logger }: OrmOptions): Promise<MikroORM> {
  return MikroORM.init({
    clientUrl: databaseUrl,
    schema: "catalog",
    entities,
    forceUndefined: true,
    pool: { max },
    driverOptions: { application_name: "catalog", connectionTimeoutMillis: 5_000, statement_timeout: TIMEOUT_MS },
    logger: (message) => logger.debug(message),
    colors: false,
  });
}
