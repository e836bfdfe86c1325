import { once } from "node:events";
import { memoryEventLog } from "@marquee/event-log";
import { memoryPubSub } from "@marquee/pubsub";
import { InvalidSettings } from "@marquee/settings";
import { pino } from "pino";
import { readMetricsConfig } from "./config.ts";
import { startMetrics } from "./service.ts";

const logger = pino({ name: "metrics" });

try {
  const config = readMetricsConfig();
  await using eventLog = memoryEventLog();
  await using metrics = await startMetrics(config, { logger, eventLog, pubSub: memoryPubSub() });
  logger.info({ url: metrics.url }, "metrics is up");
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  logger.info("metrics is stopping");
} catch (error) {
  if (error instanceof InvalidSettings) logger.fatal(error.message);
  else logger.fatal({ err: error }, "metrics could not start");
  process.exitCode = 1;
}
