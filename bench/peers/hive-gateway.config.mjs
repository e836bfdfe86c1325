import { defineConfig } from "@graphql-hive/gateway";
import { checkToken } from "./check-token.mjs";

const isShared = process.env.SHARING === "shared";

/** As documented, but for what is equal for all: tokens are checked and passed on, and what is under way is shared or not. */
export const gatewayConfig = defineConfig({
  logging: "error",
  propagateHeaders: { fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get("authorization") }) },
  plugins: () => [{ onRequest: ({ request }) => checkToken(request.headers.get("authorization")) }],
  inboundInflightRequestDeduplication: isShared,
  ...(!isShared && { transportEntries: { "*.http": { options: { deduplicateInflightRequests: false } } } }),
});
