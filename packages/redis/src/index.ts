export { type RedisOptions, redisOptions, redisSettings } from "./settings.ts";
