import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Take minutes, which the sizes of their files do not show: begun last, they would go on alone while a processor has nothing left to do. */
const longest = ["router/conformance/conformance.test.ts", "e2e/exact-numbers/exact-numbers.test.ts"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longest.some((file) => moduleId.endsWith(file));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

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
    sequence: { sequencer: LongestFirst },
  },
});
