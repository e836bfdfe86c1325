import { once } from "node:events";
import { memoryEventLog } from "@marquee/event-log";
import { memoryPubSub } from "@marquee/pubsub";
import { pino } from "pino";
import { readUsersConfig } from "./config.ts";
import { startUsers } from "./service.ts";

const config = readUsersConfig();
const logger = pino({ name: "users" });
await using eventLog = memoryEventLog();
await using users = await startUsers(config, { logger, eventLog, pubSub: memoryPubSub() });
logger.info({ url: users.url }, "users is up");
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
