import { randomUUID } from "node:crypto";
import { readSettings } from "@marquee/settings";
import { pino } from "pino";
import { z } from "zod";
import type { NodeClient } from "../commands.ts";
import { Connection } from "../connection.ts";
import { openRedis, type Redis, type RedisOptions, redisOptions, redisSettings } from "../index.ts";

export interface TestRedis extends AsyncDisposable {
  readonly options: RedisOptions;
  readonly redis: Redis;
}

/** The Redis of the environment's `REDIS_URL`, under a prefix of its own; its keys are deleted in the end. */
export async function testRedis(environment: NodeJS.ProcessEnv = process.env): Promise<TestRedis> {
  const configured = redisOptions(readSettings(z.object(redisSettings), environment));
  if (!configured) throw new Error("REDIS_URL: expected the Redis to test with, but it is not set.");
  const options = { ...configured, prefix: `test-${randomUUID()}` };
  const logger = pino({ level: "silent" });
  const redis = await openRedis(options, logger);
  return {
    options,
    redis,
    async [Symbol.asyncDispose]() {
      await redis[Symbol.asyncDispose]();
      await using connection = await Connection.open(options, logger);
      await connection.eachNode((node) => deleteKeys(node, `{${options.prefix}:*`));
    },
  };
}

async function deleteKeys(node: NodeClient, pattern: string): Promise<void> {
  for await (const keys of node.scanIterator({ MATCH: pattern, COUNT: 1_000 })) {
    await Promise.all(keys.map((key) => node.unlink(key))); // one by one: a cluster's node takes keys of one slot only
  }
}
