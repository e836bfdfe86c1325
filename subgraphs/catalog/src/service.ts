import { deliverToLog, startRelay, startRepublishing } from "@marquee/outbox";
import { createPool, databaseProblems, migrate } from "@marquee/postgres";
import { federatedSchema, type RunningSubgraph, type ServiceParts, serveSubgraph } from "@marquee/subgraph-server";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { migrations } from "../migrations/index.ts";
import { addArtworkRoute } from "./artwork-route.ts";
import type { CatalogConfig } from "./config.ts";
import { playableEvent } from "./domain/playable-state.ts";
import { sightOf } from "./domain/sight.ts";
import { catalogContext } from "./graphql/context.ts";
import { schemaOptions } from "./graphql/schema.ts";
import { demoTitles } from "./seeds/demo-titles.ts";
import { filmTitles } from "./seeds/film-titles.ts";
import { PostgresCatalogReader } from "./stores/postgres/catalog-reader.ts";
import { openOrm } from "./stores/postgres/orm.ts";
import { playableStates } from "./stores/postgres/playable-states.ts";
import { seedWorks } from "./stores/postgres/seed-works.ts";
import { PostgresVideoStore } from "./stores/postgres/video-store.ts";
import { consumeVideoEvents } from "./workers/video-events.ts";

export interface CatalogParts extends ServiceParts {
  /** What time it is, for windows that open and close; the system's clock by default. */
  readonly now?: () => Date;
}

const schema = "catalog";

/**
 * Starts the catalog: brings its tables up to date, loads the seeds where the configuration says so, and answers once all of it can be read.
 * Disposing it closes whatever it opened.
 */
export async function startCatalog(config: CatalogConfig, parts: CatalogParts): Promise<RunningSubgraph> {
  await using opened = new AsyncDisposableStack();
  const { logger, now = () => new Date() } = parts;
  const { databaseUrl, artworkBaseUrl } = config;
  await migrate({ databaseUrl, schema, migrations, logger });
  const max = Math.floor((config.databasePoolMax ?? 16) / 2); // of each of the two pools
  const pool = opened.adopt(createPool(databaseUrl, { max, name: schema }), (it) => it.end());
  const { em } = opened.adopt(await openOrm(databaseUrl, { max, logger }), (it) => it.close(true));
  opened.use(await republish(em, pool, parts)); // before the seeds, which travel by the outbox: so a new log hears of each once
  if (config.demo) await seed(em, logger);
  opened.use(startEvents(em, pool, parts));
  const reader = new PostgresCatalogReader(em, pool);
  const subgraph = opened.use(
    await serveSubgraph({
      ...config,
      name: schema,
      schema: federatedSchema(schemaOptions),
      context: (viewer) => catalogContext(reader, sightOf(viewer, now()), artworkBaseUrl),
      logger,
      server: parts.server,
      warnings: parts.redis?.problems,
      problems: () => databaseProblems(pool, databaseUrl),
      routes: addArtworkRoute,
    }),
  );
  const all = opened.move();
  return { ...subgraph, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function seed(em: EntityManager, logger: Logger): Promise<void> {
  const added = await seedWorks(em, [...demoTitles, ...(await filmTitles())]);
  if (added > 0) logger.info({ titles: added }, "loaded the demo titles and films");
}

function republish(em: EntityManager, pool: Pool, { eventLog, logger }: CatalogParts): Promise<AsyncDisposable> {
  async function* currentState() {
    for await (const playables of playableStates(em)) yield playables.map(playableEvent);
  }
  return startRepublishing({ eventLog, pool, schema, stream: schema, currentState, logger });
}

/** What others hear from the catalog, and what it hears from packager. */
function startEvents(em: EntityManager, pool: Pool, { eventLog, logger }: CatalogParts): AsyncDisposable {
  const opened = new AsyncDisposableStack();
  const deliver = deliverToLog(eventLog, schema);
  const relay = opened.use(startRelay({ pool, schema, types: ["marquee.catalog.playable.v1"], deliver, logger }));
  opened.use(consumeVideoEvents({ eventLog, store: new PostgresVideoStore(em), onChange: () => relay.wake(), logger }));
  return opened;
}
