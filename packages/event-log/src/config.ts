import { type RedisOptions, redisOptions, redisSettings } from "@marquee/redis";
import { InvalidSettings, readSettings } from "@marquee/settings";
import { z } from "zod";

/** Which Redis the command looks into. @throws InvalidSettings */
export function readCommandConfig(environment: Readonly<Record<string, string | undefined>> = process.env): RedisOptions {
  const redis = redisOptions(readSettings(z.object(redisSettings), environment));
  if (!redis) throw new InvalidSettings(["REDIS_URL: it is not set; `npm run engines` starts a Redis and writes it down"]);
  return redis;
}
