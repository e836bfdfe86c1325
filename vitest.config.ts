import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["*.test.ts", "{packages,subgraphs,router,standalone,clients,deploy,e2e,bench,schema}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/*.engines.test.ts", "e2e/browser/**"],
    globalSetup: ["packages/postgres/src/testing/global-setup.ts"],
    setupFiles: ["./vitest.setup.ts"],
    testTimeout: 60_000, // above the 20 s that a test waits for something: what takes long is a machine that is busy
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
