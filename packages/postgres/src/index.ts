export { migrate } from "./migrate.ts";
export { createPool } from "./pool.ts";
