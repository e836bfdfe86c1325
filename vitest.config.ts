import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["*.test.ts", "{packages,subgraphs,router,standalone,clients,e2e,schema}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "e2e/browser/**"],
    globalSetup: ["packages/postgres/src/testing/global-setup.ts"],
    setupFiles: ["./vitest.setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
