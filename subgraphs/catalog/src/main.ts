import { once } from "node:events";
import { memoryEventLog } from "@marquee/event-log";
import { memoryPubSub } from "@marquee/pubsub";
import { pino } from "pino";
import { readCatalogConfig } from "./config.ts";
import { startCatalog } from "./service.ts";

const logger = pino({ name: "catalog" });
await using eventLog = memoryEventLog();
await using catalog = await startCatalog(readCatalogConfig(), { logger, eventLog, pubSub: memoryPubSub() });
logger.info({ url: catalog.url }, "catalog is up");
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
