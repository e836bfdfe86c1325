import { deliverToLog, startRelay, startRepublishing } from "@marquee/outbox";
import { databaseProblems, migrate } from "@marquee/postgres";
import { federatedSchema, type RunningSubgraph, type ServiceParts, serveSubgraph } from "@marquee/subgraph-server";
import DataLoader from "dataloader";
import { migrations } from "../migrations/index.ts";
import type { PackagerConfig } from "./config.ts";
import { queueDemoFilms } from "./domain/demo.ts";
import type { Encoder } from "./domain/encoder.ts";
import { importChannel } from "./domain/import-job.ts";
import type { ImportParts } from "./domain/import-video.ts";
import { mediaLinks } from "./domain/media-links.ts";
import type { PlaybackParts } from "./domain/playback.ts";
import type { PackagerContext } from "./graphql/context.ts";
import { schemaOptions } from "./graphql/schema.ts";
import { operatorCheck } from "./http/check-operator.ts";
import { mediaHandler } from "./http/media-handler.ts";
import { openedEncodes } from "./http/opened-encodes.ts";
import { sourceFinder } from "./stores/folder/find-source.ts";
import { folderMediaStore } from "./stores/folder/folder-media-store.ts";
import { openDatabase, schema } from "./stores/postgres/database.ts";
import { postgresImportJobs } from "./stores/postgres/import-jobs.ts";
import { postgresImportQueue } from "./stores/postgres/import-queue.ts";
import { postgresLeftovers } from "./stores/postgres/leftovers.ts";
import { postgresMemberships } from "./stores/postgres/memberships.ts";
import { postgresPlayables } from "./stores/postgres/playables.ts";
import { postgresPlaybackSessions } from "./stores/postgres/playback-sessions.ts";
import { currentVideos } from "./stores/postgres/videos.ts";
import { lastReportsFrom } from "./stores/watch-history/last-reports.ts";
import { followCatalog } from "./workers/follow-catalog.ts";
import { followUsers } from "./workers/follow-users.ts";
import { startImportWorkers } from "./workers/import-workers.ts";
import { startJanitor } from "./workers/janitor.ts";
import { mediaEncoder } from "./workers/media-encoder.ts";
import { tellWatchHistory } from "./workers/tell-watch-history.ts";

export type { PackagerConfig } from "./config.ts";

export interface PackagerParts extends ServiceParts {
  /** What encodes; FFmpeg when omitted. */
  readonly encoder?: Encoder;
  /** The real clock when omitted. */
  readonly now?: () => Date;
}

/** Starts the subgraph with its workers and its HTTP. Disposing it ends the encoders, whose jobs go back to the queue. */
export async function startPackager(config: PackagerConfig, parts: PackagerParts): Promise<RunningSubgraph> {
  const { logger, eventLog, pubSub, encoder = mediaEncoder(parts.logger), now = () => new Date() } = parts;
  const { databaseUrl, claimSecret, playbackSecret, mediaSecret } = config;
  await migrate({ databaseUrl, schema, migrations, logger });

  await using stack = new AsyncDisposableStack();
  const database = stack.use(await openDatabase(databaseUrl, config.databasePoolMax ?? 16));
  const { pool } = database;
  const media = folderMediaStore(config.mediaDir);
  const playables = postgresPlayables(pool);
  const memberships = postgresMemberships(pool);
  const jobs = postgresImportJobs(database);
  const findSource = sourceFinder(media, config.importFolders);

  const currentState = () => currentVideos(pool);
  stack.use(await startRepublishing({ eventLog, pool, schema, stream: "packager", currentState, logger }));
  const relay = { pool, schema, logger };
  const toLog = stack.use(startRelay({ ...relay, types: ["marquee.packager.video.v1"], deliver: deliverToLog(eventLog, "packager") }));
  const tell = tellWatchHistory({ origin: config.watchHistoryUrl, claimSecret });
  const toWatchHistory = stack.use(startRelay({ ...relay, types: ["marquee.packager.playback-started.v1"], deliver: tell }));
  stack.use(followCatalog(eventLog, playables, logger));
  stack.use(followUsers({ eventLog, projection: memberships, now, logger }));

  if (config.demo)
    await encoder.check().then(
      () => queueDemoFilms(jobs, now()),
      (error: unknown) => logger.warn({ err: error }, "no demo films"),
    );
  const janitor = stack.use(startJanitor({ media, leftovers: postgresLeftovers(pool), now, logger }));
  const changed = (jobId: string) => pubSub.publish(importChannel(jobId), null);
  const queue = postgresImportQueue(database);
  const workers = stack.use(
    startImportWorkers({ queue, media, encoder, findSource, changed, logger }, config.encodingConcurrency, () => {
      toLog.wake();
      janitor.wake();
    }),
  );

  const links = mediaLinks({ baseUrl: config.mediaBaseUrl, secret: mediaSecret });
  const sessions = postgresPlaybackSessions(database.orm, () => toWatchHistory.wake());
  const lastReports = lastReportsFrom({ origin: config.watchHistoryUrl, claimSecret, logger });
  const { cmcdBaseUrl } = config;
  const playback: PlaybackParts = { playables, memberships, sessions, lastReports, links, cmcdBaseUrl, playbackSecret, now };
  const wakeWorkers = () => {
    workers.wake();
    toLog.wake();
  };
  const imports: ImportParts = { jobs, playables, findSource, wakeWorkers, now };
  const context = (viewer: PackagerContext["viewer"]): PackagerContext => ({
    viewer,
    playables: new DataLoader((ids) => playables.byIds(ids), { maxBatchSize: 1_000 }),
    membership: once(() => memberships.of(viewer)),
    playback,
    imports,
    pubSub,
  });
  const handle = mediaHandler({
    media,
    mediaSecret,
    openEncode: openedEncodes(media),
    checkOperator: operatorCheck(config),
    uploadLimitBytes: config.uploadLimitBytes,
    now,
    logger,
  });
  const server = stack.use(
    await serveSubgraph({
      name: schema,
      schema: federatedSchema(schemaOptions),
      context,
      claimSecret,
      port: config.port,
      host: config.host,
      logger,
      requestTimeoutMs: 24 * 3_600_000, // for uploads; one that falls silent is ended long before
      server: parts.server,
      warnings: parts.redis?.problems,
      problems: async () => {
        const checks = [
          databaseProblems(pool, databaseUrl).then(([problem]) => problem),
          encoder.check().then(none, () => "nothing can be imported: ffmpeg 5 or later is missing"),
          media.checkWritable().then(none, () => "the media folder cannot be written to"),
        ];
        return (await Promise.all(checks)).filter((problem) => problem !== undefined);
      },
      routes: (app) => void app.use(async (request, response, next) => void ((await handle(request, response)) || next())),
    }),
  );
  const opened = stack.move();
  return { ...server, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

function none(): undefined {
  return undefined;
}
