import { once } from "node:events";
import { memoryEventLog } from "@marquee/event-log";
import { memoryPubSub } from "@marquee/pubsub";
import { pino } from "pino";
import { readPackagerConfig } from "./config.ts";
import { startPackager } from "./service.ts";

const logger = pino({ name: "packager" });
await using eventLog = memoryEventLog();
await using packager = await startPackager(readPackagerConfig(), { logger, eventLog, pubSub: memoryPubSub() });
logger.info({ url: packager.url }, "packager is up");
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
