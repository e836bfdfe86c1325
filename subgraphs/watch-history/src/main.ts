import { once } from "node:events";
import { memoryEventLog } from "@marquee/event-log";
import { memoryPubSub } from "@marquee/pubsub";
import { pino } from "pino";
import { readWatchHistoryConfig } from "./config.ts";
import { startWatchHistory } from "./service.ts";

const logger = pino({ name: "watch-history" });
const config = readWatchHistoryConfig();
await using eventLog = memoryEventLog();
await using service = await startWatchHistory(config, { logger, eventLog, pubSub: memoryPubSub() });
logger.info(`${service.name} is up at ${service.url}`);
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
