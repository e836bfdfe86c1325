import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startCatalog } from "@marquee/catalog/service";
import { memoryEventLog } from "@marquee/event-log";
import { startMetrics } from "@marquee/metrics/service";
import { startPackager } from "@marquee/packager/service";
import { startEmbeddedPostgres } from "@marquee/postgres/embedded";
import { memoryPubSub } from "@marquee/pubsub";
import { startRouter } from "@marquee/router";
import { startUsers } from "@marquee/users/service";
import { viewerClaims } from "@marquee/viewer-claim";
import { startWatchHistory } from "@marquee/watch-history/service";
import type { Logger } from "pino";
import type { StandaloneConfig } from "./config.ts";
import { demo } from "./demo.ts";
import { takePort } from "./front.ts";
import { secretsIn } from "./secrets.ts";

export interface StandaloneParts {
  readonly logger: Logger;
  /** Told what is being done, a sentence at a time. */
  readonly say: (sentence: string) => void;
  /** Told of each fetch the router sends to a subgraph. */
  readonly onFetch?: (subgraph: string, operationName: string | undefined) => void;
}

export interface Standalone extends AsyncDisposable {
  /** How clients reach it. */
  readonly url: string;
  /** Of packager's GraphQL, for whoever in this process reports the progress of jobs. */
  readonly packagerUrl: string;
  readonly claimSecret: string;
  readonly databaseUrl: string;
}

const repository = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Starts the whole graph in this process, on embedded stores. Disposing it stops everything in reverse order and leaves nothing running.
 *
 * @throws AlreadyRunning when another process works on the same home; EADDRINUSE when the port is taken
 */
export async function startStandalone(config: StandaloneConfig, { logger, say, onFetch }: StandaloneParts): Promise<Standalone> {
  const { home, isDemo } = config;
  await using parts = new AsyncDisposableStack();
  await mkdir(home, { recursive: true });
  const secrets = await secretsIn(home);
  const front = parts.use(await takePort(config.port, config.host));
  const url = config.publicUrl ?? `http://localhost:${front.port}`;

  const databaseUrl = config.databaseUrl ?? (await embeddedDatabase(parts, home, say));
  const eventLog = parts.use(memoryEventLog());
  const pubSub = memoryPubSub();
  const of = (service: string) => ({ logger: logger.child({ service }), eventLog, pubSub });
  const every = { databaseUrl, claimSecret: secrets.claimSecret, port: 0, host: "127.0.0.1" };
  const tokens = { tokenIssuer: "marquee", tokenAudience: "marquee" };

  say("Starting users, catalog, watch-history, metrics and packager");
  const users = parts.use(
    await startUsers({ ...every, ...tokens, accessTokenSeconds: 900, defaultTerritory: "US", demo: isDemo }, of("users")),
  );
  const jwksUrl = `${users.origin}/.well-known/jwks.json`;
  const catalog = parts.use(await startCatalog({ ...every, artworkBaseUrl: `${url}/artwork`, demo: isDemo }, of("catalog")));
  const events = { parts: 16, graceMs: 10_000, lateLimitHours: config.lateLimitHours, eventsKeptDays: 90 };
  const watchHistory = parts.use(
    await startWatchHistory({ ...every, ...events, playbackSecret: secrets.playbackSecret }, of("watch-history")),
  );
  const metrics = parts.use(await startMetrics({ ...every, ...events }, of("metrics")));
  const packager = parts.use(
    await startPackager(
      {
        ...every,
        ...tokens,
        jwksUrl,
        playbackSecret: secrets.playbackSecret,
        mediaSecret: secrets.mediaSecret,
        mediaDir: join(home, "media"),
        mediaBaseUrl: `${url}/media`,
        cmcdBaseUrl: `${url}/cmcd`,
        watchHistoryUrl: () => watchHistory.origin,
        importFolders: config.importFolders,
        demo: config.hasDemoFilms,
        encodingConcurrency: 1,
        uploadLimitBytes: 20 * 1024 ** 3,
      },
      of("packager"),
    ),
  );

  say("Composing the graph");
  const subgraphs = [users, catalog, packager, watchHistory, metrics];
  const router = parts.use(
    await startRouter(
      {
        supergraphSdl: await readFile(join(repository, "schema/supergraph.graphql"), "utf8"),
        subgraphUrls: Object.fromEntries(subgraphs.map(({ name, url }) => [name, url])),
        port: 0,
        host: "127.0.0.1",
        claimSecret: secrets.claimSecret,
        jwksUrl,
        ...tokens,
        forwardedClaims: viewerClaims,
        allowedOrigins: [url],
      },
      { logger: logger.child({ service: "router" }), ...(onFetch && { onFetch }) },
    ),
  );
  front.open({
    router: router.handle,
    upgrade: router.handleUpgrade,
    users: users.app,
    catalog: catalog.app,
    packager: packager.app,
    watchHistory: watchHistory.app,
    pages: join(repository, "clients/web/dist"),
    demo: isDemo ? demo : undefined,
  });

  parts.defer(() => front.drain()); // before what answers is stopped

  const running = parts.move();
  return {
    url,
    packagerUrl: packager.url,
    claimSecret: secrets.claimSecret,
    databaseUrl,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function embeddedDatabase(parts: AsyncDisposableStack, home: string, say: (sentence: string) => void): Promise<string> {
  say("Starting PostgreSQL");
  const server = parts.use(await startEmbeddedPostgres({ folder: join(home, "postgres") }));
  if (server.wasAdopted) say("Took over the PostgreSQL that a killed Marquee had left running");
  return server.url;
}
