import { viewerClaims } from "@marquee/viewer-claim";
/** In the order in which they are stopped, last to first: each asks those above it. */
export const serviceNames = ["users", "catalog", "watch-history", "metrics", "packager", "router", "edge"] as const;

export type ServiceName = (typeof serviceNames)[number];

/** What each runs, from the repository's root. */
export const entries: Readonly<Record<ServiceName, string>> = {
  users: "subgraphs/users/src/main.ts",
  catalog: "subgraphs/catalog/src/main.ts",
  "watch-history": "subgraphs/watch-history/src/main.ts",
  metrics: "subgraphs/metrics/src/main.ts",
  packager: "subgraphs/packager/src/main.ts",
  router: "router/src/main.ts",
  edge: "deploy/services/src/edge/main.ts",
};

/** A value for each service. */
export function byService<Value>(make: (name: ServiceName) => Value): Record<ServiceName, Value> {
  return {
    users: make("users"),
    catalog: make("catalog"),
    "watch-history": make("watch-history"),
    metrics: make("metrics"),
    packager: make("packager"),
    router: make("router"),
    edge: make("edge"),
  };
}

const subgraphs: readonly ServiceName[] = ["users", "catalog", "watch-history", "metrics", "packager"];

export interface SettingsOptions {
  /** How clients reach the edge. */
  readonly publicUrl: string;
  /** Where each service is for the others, through its balancer where it has one. */
  readonly origins: Readonly<Record<ServiceName, string>>;
  readonly secrets: { readonly claimSecret: string; readonly playbackSecret: string; readonly mediaSecret: string };
  readonly mediaDir: string;
  readonly isDemo: boolean;
}

/** The variables that each service is told, beside the engines' and its own PORT and HOST. */
export function settingsOf({
  publicUrl,
  origins,
  secrets,
  mediaDir,
  isDemo,
}: SettingsOptions): Record<ServiceName, Record<string, string>> {
  const claims = { CLAIM_SECRET: secrets.claimSecret };
  const demo = { DEMO: String(isDemo) };
  const tokens = { TOKEN_ISSUER: "marquee", TOKEN_AUDIENCE: "marquee" };
  const jwks = { JWKS_URL: `${origins.users}/.well-known/jwks.json` };
  return {
    users: { ...claims, ...demo, ...tokens },
    catalog: { ...claims, ...demo, ARTWORK_BASE_URL: `${publicUrl}/artwork` },
    "watch-history": { ...claims, PLAYBACK_SECRET: secrets.playbackSecret },
    metrics: { ...claims },
    packager: {
      ...claims,
      ...demo,
      ...tokens,
      ...jwks,
      PLAYBACK_SECRET: secrets.playbackSecret,
      MEDIA_SECRET: secrets.mediaSecret,
      MEDIA_DIR: mediaDir,
      MEDIA_BASE_URL: `${publicUrl}/media`,
      CMCD_BASE_URL: `${publicUrl}/cmcd`,
      WATCH_HISTORY_URL: origins["watch-history"],
    },
    router: {
      ...claims,
      ...tokens,
      ...jwks,
      FORWARDED_CLAIMS: viewerClaims.join(","),
      SUPERGRAPH: "schema/supergraph.graphql",
      SUBGRAPH_URLS: subgraphs.map((name) => `${name}=${origins[name]}/graphql`).join(","),
      ALLOWED_ORIGINS: publicUrl,
    },
    edge: {
      ...demo,
      ROUTER_URL: origins.router,
      USERS_URL: origins.users,
      CATALOG_URL: origins.catalog,
      PACKAGER_URL: origins.packager,
      WATCH_HISTORY_URL: origins["watch-history"],
      PAGES_DIR: "clients/web/dist",
    },
  };
}
