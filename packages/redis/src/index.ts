export { ErrorReply } from "redis";
export type { RedisCommands } from "./commands.ts";
export { openRedis, type Redis, type RedisConnection } from "./open-redis.ts";
export { RedisUnreachable } from "./opened.ts";
export { type ScriptInput, script } from "./script.ts";
export { type RedisOptions, redisOptions, redisSettings } from "./settings.ts";
