/**
 * Who may import whom: main → service → { graphql, workers, stores } → domain, and subgraphs meet in the supergraph and in events alone.
 * Each rule is broken once by import-rules.test.ts.
 *
 * @type {import("dependency-cruiser").IConfiguration}
 */
const layer = (name) => `^subgraphs/([^/]+)/src/${name}/`;

export default {
  forbidden: [
    {
      name: "subgraphs-meet-in-the-graph",
      comment: "A subgraph never imports another one.",
      severity: "error",
      from: { path: "^subgraphs/([^/]+)/" },
      to: { path: "^subgraphs/([^/]+)/", pathNot: "^subgraphs/$1/" },
    },
    {
      name: "router-knows-no-subgraph",
      comment: "The router serves any supergraph.",
      severity: "error",
      from: { path: "^router/src/" },
      to: { path: "^(subgraphs|standalone|clients)/" },
    },
    {
      name: "packages-stand-below",
      comment: "A package is used by the services and uses none of them.",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^(subgraphs|router|standalone|clients|deploy|bench|e2e)/" },
    },
    {
      name: "clients-use-the-graph-alone",
      comment: "A client knows the public API and nothing behind it.",
      severity: "error",
      from: { path: "^clients/" },
      to: { path: "^(subgraphs|router|standalone|packages)/" },
    },
    {
      name: "domain-knows-no-layer",
      comment: "Rules and use-cases know no GraphQL, no store and no worker.",
      severity: "error",
      from: { path: layer("domain"), pathNot: "\\.test\\.ts$" },
      to: { path: "^subgraphs/[^/]+/src/(?!domain/)" },
    },
    {
      name: "domain-knows-no-driver",
      comment: "The domain says what it needs as an interface; a store implements it.",
      severity: "error",
      from: { path: layer("domain"), pathNot: "\\.test\\.ts$" },
      to: { path: "node_modules/(pg|@mikro-orm|redis|cassandra-driver|graphql|type-graphql|express|@apollo)/" },
    },
    {
      name: "graphql-calls-the-domain",
      comment: "Resolvers take arguments, call the domain and return.",
      severity: "error",
      from: { path: layer("graphql"), pathNot: "\\.test\\.ts$" },
      to: { path: "^subgraphs/[^/]+/src/(?!graphql/|domain/)" },
    },
    {
      name: "stores-implement-the-domain",
      comment: "A store knows the domain's interfaces and its own technology.",
      severity: "error",
      from: { path: layer("stores"), pathNot: "\\.test\\.ts$" },
      to: { path: "^subgraphs/[^/]+/src/(?!stores/|domain/)" },
    },
    {
      name: "workers-call-the-domain",
      comment: "What consumes events or jobs is an entry beside graphql.",
      severity: "error",
      from: { path: layer("workers"), pathNot: "\\.test\\.ts$" },
      to: { path: "^subgraphs/[^/]+/src/(?!workers/|domain/|encoding/|packaging/)" },
    },
    {
      name: "through-the-front-door",
      comment: "Another workspace is used by what it exports, by its name.",
      severity: "error",
      from: { path: "^((?:packages|subgraphs|clients|deploy)/[^/]+|router|standalone)/" },
      to: { path: "^((?:packages|subgraphs|clients|deploy)/[^/]+|router|standalone)/", pathNot: "^$1/", dependencyTypes: ["local"] },
    },
    {
      name: "no-circles",
      comment: "Files that import each other in a circle are one thing, or three.",
      severity: "error",
      from: { pathNot: "/graphql/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/(generated|dist)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
