export { type MigrateOptions, type Migration, migrate } from "./migrate.ts";
export { createPool, type PoolOptions } from "./pool.ts";
