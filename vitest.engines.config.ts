import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { loadEnvFile } from "node:process";
import { configDefaults, defineConfig } from "vitest/config";
import type {} from "./packages/postgres/src/testing/index.ts";
import everyRun from "./vitest.config.ts";

// What `npm run engines` wrote; a variable that is set already stays as it is.
const written = resolve(process.env.MARQUEE_HOME ?? ".marquee", "engines/engines.env");
if (existsSync(written)) loadEnvFile(written);

const missing = ["DATABASE_URL", "CASSANDRA_CONTACT_POINTS", "REDIS_URL"].filter((name) => !process.env[name]);
if (missing.length > 0) {
  throw new Error(`These tests run on real engines, and ${missing.join(", ")} is not set. Start them first: npm run engines`);
}

/** What needs PostgreSQL, Cassandra and Redis as servers of their own, one file after the other: they share the engines' two or three processors. */
export default defineConfig({
  ...everyRun,
  test: {
    ...everyRun.test,
    globalSetup: [],
    provide: { postgresUrl: process.env.DATABASE_URL ?? "" }, // where the other run has a server of its own
    env: { MARQUEE_RUNS_ON: "engines" }, // what the end-to-end tests start: processes, on these engines
    include: [
      "{packages,subgraphs,router,standalone,deploy,e2e,bench}/**/*.engines.test.ts",
      "e2e/{live-viewers,hostile-input,stream-slots,browser/story}/*.test.ts",
    ],
    exclude: configDefaults.exclude,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
