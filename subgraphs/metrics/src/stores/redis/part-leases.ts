import { randomUUID } from "node:crypto";
import { type Redis, script } from "@marquee/redis";
import { LEASE_MS, type PartLeases } from "../../domain/live/part-leases.ts";

/** How long a lease that has run out is remembered, so that the next epoch is greater whatever the clock says. */
const REMEMBERED_MS = 86_400_000;

const now = `
local time = redis.call("TIME")
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** KEYS: the members by when they are gone. ARGV: member, ttl. Returns how many are here. */
const attendAs = script(`${now}
redis.call("ZADD", KEYS[1], nowMs + ARGV[2], ARGV[1])
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", nowMs)
redis.call("PEXPIRE", KEYS[1], ARGV[2])
return redis.call("ZCARD", KEYS[1])
`);

/**
 * KEYS: the lease. ARGV: member, ttl, how long to remember. Returns the epoch, or nothing. An epoch is at least the time in
 * microseconds, so that it also grows where Redis has lost the one before.
 */
const claimPart = script(`${now}
local lease = redis.call("HMGET", KEYS[1], "member", "epoch", "untilMs")
if lease[1] and lease[1] ~= ARGV[1] and tonumber(lease[3]) > nowMs then return nil end
local epoch = string.format("%.0f", math.max(tonumber(lease[2] or 0) + 1, time[1] * 1000000 + time[2]))
redis.call("HSET", KEYS[1], "member", ARGV[1], "epoch", epoch, "untilMs", string.format("%.0f", nowMs + ARGV[2]))
redis.call("PEXPIRE", KEYS[1], ARGV[3])
return epoch
`);

/** KEYS: the lease. ARGV: member, epoch, ttl (0 gives it back), how long to remember. Returns 1 where it is the member's. */
const renewLease = script(`${now}
local lease = redis.call("HMGET", KEYS[1], "member", "epoch")
local isLost = not lease[1]
if not isLost and (lease[1] ~= ARGV[1] or lease[2] ~= ARGV[2]) then return 0 end
redis.call("HSET", KEYS[1], "member", ARGV[1], "epoch", ARGV[2], "untilMs", string.format("%.0f", nowMs + ARGV[3]))
redis.call("PEXPIRE", KEYS[1], ARGV[4])
return 1
`);

/** Leases in Redis, by its clock: a hash for each part, and a sorted set of the members, each one slot of a cluster. */
export function redisPartLeases(redis: Redis, parts: number, ttlMs: number = LEASE_MS): PartLeases {
  const member = randomUUID();
  const members = redis.key("live-members");
  const ask = (run: typeof claimPart, key: string, ...args: readonly (string | number)[]) =>
    run(redis.client, { keys: [key], arguments: args.map(String) });
  const leaseOf = (part: number) => redis.key(`live-${part}`, "lease");
  return {
    parts,
    ttlMs,
    attend: async () => Number(await ask(attendAs, members, member, ttlMs)),
    async claim(part) {
      const epoch = await ask(claimPart, leaseOf(part), member, ttlMs, REMEMBERED_MS);
      return epoch === null ? undefined : { part, epoch: Number(epoch) };
    },
    renew: async ({ part, epoch }) => (await ask(renewLease, leaseOf(part), member, epoch, ttlMs, REMEMBERED_MS)) === 1,
    async release({ part, epoch }) {
      await ask(renewLease, leaseOf(part), member, epoch, 0, REMEMBERED_MS);
    },
    async [Symbol.asyncDispose]() {
      await redis.client.zRem(members, member).catch(() => {}); // else it counts as one of them until its attendance runs out
    },
  };
}
