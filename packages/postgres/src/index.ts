export { databaseProblem, databaseProblems, isDatabaseProblem } from "./database-problem.ts";
export { type MigrateOptions, type Migration, migrate } from "./migrate.ts";
export { createPool, type PoolOptions } from "./pool.ts";
