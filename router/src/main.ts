import { once } from "node:events";
import { InvalidSettings } from "@marquee/settings";
import { pino } from "pino";
import { readRouterConfig } from "./config.ts";
import { startRouter } from "./router.ts";

const logger = pino({ name: "router" });
const stopAsked = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
try {
  await using router = await startRouter(readRouterConfig(), { logger });
  logger.info({ url: router.url }, "the router is up");
  await stopAsked;
  logger.info("the router is stopping");
} catch (error) {
  if (error instanceof InvalidSettings) logger.fatal(error.message);
  else logger.fatal({ err: error }, "the router failed");
  process.exitCode = 1;
}
