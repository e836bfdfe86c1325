export { type FederatedSchemaOptions, federatedSchema, federatedSdl } from "./federated-schema.ts";
export { requireAccount, requireOperator, requireProfile } from "./require.ts";
export { type RunningSubgraph, type SubgraphOptions, serveSubgraph } from "./serve.ts";
export type { ServiceParts } from "./service-parts.ts";
