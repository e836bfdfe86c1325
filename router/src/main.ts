import { once } from "node:events";
import { pino } from "pino";
import { readRouterConfig } from "./config.ts";
import { startRouter } from "./router.ts";

const logger = pino({ name: "router" });
await using router = await startRouter(readRouterConfig(), { logger });
logger.info({ url: router.url }, "the router is up");
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
logger.info("the router stops");
