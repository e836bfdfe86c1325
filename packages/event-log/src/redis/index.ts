export { type RedisLogOptions, redisEventLog } from "./redis-event-log.ts";
