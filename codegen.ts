import type { CodegenConfig } from "@graphql-codegen/cli";

const preset = {
  preset: "client" as const,
  presetConfig: { fragmentMasking: false },
  config: { useTypeImports: true, enumsAsTypes: true, avoidOptionals: false, scalars: { DateTime: "string" } },
};

/** Typed documents for the web client and for the tests, out of the public API and the operations they send. */
export default {
  schema: "schema/api.graphql",
  ignoreNoDocuments: true,
  generates: {
    "clients/web/src/graphql/generated/": {
      ...preset,
      documents: ["clients/web/src/**/*.{ts,tsx}", "!clients/web/src/graphql/generated/**", "!clients/web/src/**/*.test.ts"],
    },
    "e2e/generated/": { ...preset, documents: ["e2e/**/*.ts", "!e2e/generated/**"] },
  },
} satisfies CodegenConfig;
