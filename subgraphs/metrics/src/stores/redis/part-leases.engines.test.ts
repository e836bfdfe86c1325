import { testRedis } from "@marquee/redis/testing";
import { expect, it } from "vitest";
import { partLeasesContract } from "../../../tests/part-leases.contract.ts";
import { redisPartLeases } from "./part-leases.ts";

partLeasesContract("Redis", async (parts, ttlMs) => {
  const { redis, [Symbol.asyncDispose]: dispose } = await testRedis();
  return { join: () => redisPartLeases(redis, parts, ttlMs), [Symbol.asyncDispose]: dispose };
});

it("holds on to its leases, and gives greater epochs, though Redis has lost them", async () => {
  await using test = await testRedis();
  const [alice, bob] = [redisPartLeases(test.redis, 2), redisPartLeases(test.redis, 2)];
  const [kept, lost] = [await alice.claim(0), await alice.claim(1)];
  for (const part of [0, 1]) await test.redis.client.unlink(test.redis.key(`live-${part}`, "lease"));
  expect(kept && (await alice.renew(kept))).toBe(true);
  expect(await bob.claim(0)).toBeUndefined();
  expect((await bob.claim(1))?.epoch).toBeGreaterThan(lost?.epoch ?? Number.POSITIVE_INFINITY);
  expect(lost && (await alice.renew(lost))).toBe(false);
});
