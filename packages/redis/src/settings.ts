import { z } from "zod";

/** Which Redis, and under which names. */
export interface RedisOptions {
  /** One for a single node; several are nodes of one Redis Cluster. */
  readonly urls: readonly string[];
  /** What every key and channel begins with, so that several Marquees may share one Redis. */
  readonly prefix: string;
}

/** The variables of a process that may use Redis; without `REDIS_URL` it does not. To be spread into its settings. */
export const redisSettings = {
  REDIS_URL: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.url({ protocol: /^rediss?$/ })))
    .optional()
    .describe("Redis, as redis://user:password@host:port; several URLs, separated by commas, are nodes of a cluster"),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w.-]{1,64}$/, "expected up to 64 letters, digits, points, hyphens and underscores")
    .default("marquee")
    .describe("what every key in Redis begins with"),
};

/** @returns undefined where no URL is set */
export function redisOptions(read: z.infer<z.ZodObject<typeof redisSettings>>): RedisOptions | undefined {
  return read.REDIS_URL?.length ? { urls: read.REDIS_URL, prefix: read.REDIS_PREFIX } : undefined;
}
