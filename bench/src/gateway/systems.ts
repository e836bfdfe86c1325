import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OperationName } from "./operations.ts";

/** Whether requests under way at the same time may be answered together. */
export type Sharing = (typeof sharings)[number];
export const sharings = ["unshared", "shared"] as const;

/** All that a system is told. Everything else about it is as its documentation has it. */
export interface Surroundings {
  readonly port: number;
  readonly sharing: Sharing;
  /** A path. */
  readonly supergraph: string;
  /** A folder for files that it reads. */
  readonly home: string;
  /** Of one subgraph, for what stands before it alone. */
  readonly subgraphUrl: string;
  /** Whose tokens it checks: `JWKS_URL`, `TOKEN_ISSUER`, `TOKEN_AUDIENCE`. */
  readonly tokens: Readonly<Record<string, string>>;
}

export interface Started {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Something that answers operations: how its process is started. */
export interface System {
  readonly name: string;
  /** Those it can answer, if not all. */
  readonly operations?: readonly OperationName[];
  readonly start: (surroundings: Surroundings) => Started | Promise<Started>;
}

/** What our router opens at most, and the others are told to where they would open fewer. */
const CONNECTIONS_PER_SUBGRAPH = 2_048;

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const peer = (file: string) => path(`../../peers/${file}`);
const node = process.execPath;

const common = ({ port, supergraph, tokens, sharing }: Surroundings) => ({
  PORT: String(port),
  HOST: "127.0.0.1",
  SUPERGRAPH: supergraph,
  SHARING: sharing,
  LOG_LEVEL: "error",
  ...tokens,
});

export const ours: System = {
  name: "ours",
  start: (surroundings) => ({
    command: [node, "--import", "tsx", path("../../../router/src/main.ts")],
    env: {
      ...common(surroundings),
      CLAIM_SECRET: "a claim secret of the bench's own, for nobody else",
      DEDUPLICATION: surroundings.sharing === "shared" ? "on" : "off",
    },
  }),
};

const stock: System = {
  name: "stock",
  start: (surroundings) => ({ command: [node, peer("stock.mjs")], env: common(surroundings) }),
};

/** Hive Gateway by its own command, with options that its documentation offers for speed. */
function hiveGateway(name: string, ...options: readonly string[]): System {
  return {
    name,
    start: (surroundings) => ({
      command: [
        node,
        peer("node_modules/@graphql-hive/gateway/dist/bin.js"),
        "supergraph",
        surroundings.supergraph,
        ...["--config-path", peer("hive-gateway.config.mjs"), "--host", "127.0.0.1", "--port", String(surroundings.port)],
        ...options,
      ],
      env: common(surroundings),
    }),
  };
}

/** Hive Router in Rust, from the path of its program. */
export function hiveRouter(program: string): System {
  return {
    name: "hive-router",
    start: async (surroundings) => {
      const config = join(surroundings.home, `hive-router-${surroundings.sharing}.json`);
      await writeFile(config, JSON.stringify(hiveRouterConfig(surroundings)));
      return { command: [program], env: { ROUTER_CONFIG_FILE_PATH: config, ROUTER_HTTP_WORKERS: "1" } };
    },
  };
}

function hiveRouterConfig({ port, sharing, supergraph, tokens }: Surroundings): object {
  const isShared = sharing === "shared";
  return {
    http: { host: "127.0.0.1", port },
    log: { level: "error" },
    supergraph: { source: "file", path: supergraph },
    headers: { all: { request: [{ propagate: { named: "authorization" } }] } },
    jwt: {
      enabled: true,
      require_authentication: false,
      jwks_providers: [{ source: "remote", url: tokens.JWKS_URL }],
      issuers: [tokens.TOKEN_ISSUER],
      audiences: [tokens.TOKEN_AUDIENCE],
      allowed_algorithms: ["EdDSA"],
    },
    traffic_shaping: {
      all: { dedupe_enabled: isShared },
      router: { dedupe: { enabled: isShared } },
      max_connections_per_host: CONNECTIONS_PER_SUBGRAPH,
    },
  };
}

/** As few steps as an HTTP server in JavaScript can have between a client and one subgraph. */
const proxy: System = {
  name: "proxy",
  operations: ["small"],
  start: ({ port, subgraphUrl }) => ({
    command: [node, "--import", "tsx", path("./proxy.ts")],
    env: { PORT: String(port), SUBGRAPH_URL: subgraphUrl, CONNECTIONS: String(CONNECTIONS_PER_SUBGRAPH) },
  }),
};

export const systems: readonly System[] = [
  ours,
  stock,
  hiveGateway("hive-gateway"),
  hiveGateway("hive-gateway --jit", "--jit"),
  hiveGateway("hive-gateway --hive-router-runtime", "--hive-router-runtime"),
  hiveGateway("hive-gateway --jit --hive-router-runtime", "--jit", "--hive-router-runtime"),
  proxy,
];
