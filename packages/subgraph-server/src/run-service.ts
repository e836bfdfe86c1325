import { setTimeout } from "node:timers/promises";
import { memoryEventLog } from "@marquee/event-log";
import { redisEventLog } from "@marquee/event-log/redis";
import { memoryPubSub } from "@marquee/pubsub";
import { redisPubSub } from "@marquee/pubsub/redis";
import { openRedis, type RedisOptions } from "@marquee/redis";
import { EngineProblem, InvalidSettings } from "@marquee/settings";
import { type Logger, pino } from "pino";
import type { RunningSubgraph } from "./serve.ts";
import type { ServiceParts } from "./service-parts.ts";
import { openWaitingRoom, type WaitingRoom } from "./waiting-room.ts";

export interface RunServiceOptions<Config> {
  readonly name: string;
  /** @throws InvalidSettings */
  readonly readConfig: () => Config;
  readonly start: (config: Config, parts: ServiceParts) => Promise<RunningSubgraph>;
}

interface ServiceConfig {
  readonly port: number;
  readonly host: string;
  readonly redis?: RedisOptions | undefined;
}

const FIRST_PAUSE_MS = 500;
/** Short, since a service that waits takes no requests, and one that tries costs an engine next to nothing. */
const LONGEST_PAUSE_MS = 2_000;

/**
 * A service as a process of its own, from its settings to a signal. Its port answers from the first moment; while an engine is missing
 * or wrong, `/healthz` is green, `/readyz` is red and says what is expected, and the start is tried again until it works.
 */
export async function runService<Config extends ServiceConfig>(options: RunServiceOptions<Config>): Promise<void> {
  const logger = pino({ name: options.name });
  const stopping = stopSignal();
  try {
    const config = options.readConfig();
    const running = await startPatiently(options, config, { logger, stopping });
    if (!running) return;
    logger.info({ url: running.url }, `${options.name} is up`);
    await stopped(stopping);
    logger.info(`${options.name} is stopping`);
    await running[Symbol.asyncDispose]();
  } catch (error) {
    if (error instanceof InvalidSettings) logger.fatal(error.message);
    else logger.fatal({ err: error }, `${options.name} failed`);
    process.exitCode = 1;
  }
}

interface Waiting {
  readonly logger: Logger;
  readonly stopping: AbortSignal;
}

/** Starts the service, as often as it takes. Undefined when it was stopped before that. */
async function startPatiently<Config extends ServiceConfig>(
  options: RunServiceOptions<Config>,
  config: Config,
  { logger, stopping }: Waiting,
): Promise<RunningSubgraph | undefined> {
  if (!config.redis) logger.warn(`REDIS_URL is not set: what ${options.name} tells stays in this process`);
  let room = await openWaitingRoom(options.name, config);
  let said = "";
  for (let pauseMs = FIRST_PAUSE_MS; !stopping.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await startOnce(options, config, { logger, room });
    } catch (error) {
      if (String(error) !== said) sayWhy(error, options.name, logger);
      said = String(error);
      if (!room.server.listening) room = await openWaitingRoom(options.name, config);
      room.problem = error instanceof EngineProblem ? error.message : "It could not start; its log says why.";
    }
    await setTimeout(pauseMs * (0.5 + Math.random()), undefined, { signal: stopping }).catch(() => {});
  }
  room.server.close();
  return undefined;
}

function sayWhy(error: unknown, name: string, logger: Logger): void {
  if (error instanceof EngineProblem) logger.error(error.message);
  else logger.error({ err: error }, `${name} could not start; it is tried again`);
}

async function startOnce<Config extends ServiceConfig>(
  { start }: RunServiceOptions<Config>,
  config: Config,
  { logger, room }: { readonly logger: Logger; readonly room: WaitingRoom },
): Promise<RunningSubgraph> {
  await using opened = new AsyncDisposableStack();
  const redis = config.redis && opened.use(await openRedis(config.redis, logger));
  const eventLog = opened.use(redis ? redisEventLog(redis, logger) : memoryEventLog());
  const pubSub = redis ? opened.use(redisPubSub(redis, logger)) : memoryPubSub();
  const running = opened.use(await start(config, { logger, eventLog, pubSub, redis, server: room.server }));
  const all = opened.move();
  return { ...running, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Aborts at the first SIGINT or SIGTERM; another one ends the process at once, as by default. */
function stopSignal(): AbortSignal {
  const asked = new AbortController();
  const ask = () => {
    process.off("SIGINT", ask).off("SIGTERM", ask);
    asked.abort();
  };
  process.on("SIGINT", ask).on("SIGTERM", ask);
  return asked.signal;
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true })));
}
