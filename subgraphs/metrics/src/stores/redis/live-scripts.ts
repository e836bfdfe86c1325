import { script } from "@marquee/redis";

/*
 * What is kept of a part, in one slot of a cluster:
 * - meta, a hash: `fence` is the newest epoch opened. `epoch`, `base` and `version` say what the counts are: the epoch that they were
 *   counted under, the version at which they were all written, and the one at which one was written last. `asOfMs` and `isExact` are of
 *   the whole; while `asOfMs` is missing, not all is written yet.
 * - counts, a hash: viewers by playable.
 * - changes, a sorted set: every playable written since `base`, by the version at which it was written last, those that left included. So
 *   a reader that has one version gets to the next with what changed, and it grows no larger than the titles watched since `base`.
 * All is forgotten a while after the last publication; long before, the counts are too old to be shown.
 */
const KEPT_MS = 3_600_000;

/** KEYS: as below. ARGV: epoch. Returns 1, or 0 when a newer epoch was opened. */
export const openPart = script(`
local fence = tonumber(redis.call("HGET", KEYS[1], "fence") or 0)
if fence > tonumber(ARGV[1]) then return 0 end
redis.call("HSET", KEYS[1], "fence", ARGV[1])
redis.call("PEXPIRE", KEYS[1], ${KEPT_MS})
return 1
`);

/**
 * KEYS: meta, counts, changes. ARGV: epoch; the version that the counts are brought from, empty to begin anew; the version they are brought
 * to; asOfMs, empty while more is to come; isExact; then playable and viewers in turn, empty viewers for one that left, 7,000 values at
 * most (Lua hands over no more than 8,000 at once).
 * Returns "TAKEN"; "FENCED" when a newer epoch was opened; "BEHIND" when the counts are not at the version they are to be brought from.
 */
export const publishPart = script(`
local meta = redis.call("HMGET", KEYS[1], "fence", "epoch", "version")
if tonumber(meta[1] or 0) > tonumber(ARGV[1]) then return "FENCED" end
if ARGV[2] == "" then
  redis.call("UNLINK", KEYS[2], KEYS[3])
  redis.call("HDEL", KEYS[1], "asOfMs")
  redis.call("HSET", KEYS[1], "base", ARGV[3])
elseif meta[2] ~= ARGV[1] or meta[3] ~= ARGV[2] then
  return "BEHIND"
end
local counts, left, changes = {}, {}, {}
for i = 6, #ARGV, 2 do
  changes[#changes + 1] = ARGV[3]
  changes[#changes + 1] = ARGV[i]
  if ARGV[i + 1] == "" then
    left[#left + 1] = ARGV[i]
  else
    counts[#counts + 1] = ARGV[i]
    counts[#counts + 1] = ARGV[i + 1]
  end
end
if #counts > 0 then redis.call("HSET", KEYS[2], unpack(counts)) end
if #left > 0 then redis.call("HDEL", KEYS[2], unpack(left)) end
if #changes > 0 then redis.call("ZADD", KEYS[3], unpack(changes)) end
redis.call("HSET", KEYS[1], "fence", ARGV[1], "epoch", ARGV[1], "version", ARGV[3], "isExact", ARGV[5])
if ARGV[4] ~= "" then redis.call("HSET", KEYS[1], "asOfMs", ARGV[4]) end
for i = 1, 3 do redis.call("PEXPIRE", KEYS[i], ${KEPT_MS}) end
return "TAKEN"
`);

/**
 * KEYS: meta, counts, changes. ARGV: the epoch and version that the reader has, 0 for none; the oldest asOfMs that it would show.
 * Returns nothing while there are no whole counts, or only older ones; else epoch, version, asOfMs, isExact, whether all follows or what changed, and
 * playable and viewers in turn.
 */
export const readPart = script(`
local meta = redis.call("HMGET", KEYS[1], "epoch", "version", "asOfMs", "isExact", "base")
if not meta[3] or tonumber(meta[3]) < tonumber(ARGV[3]) then return nil end
local isAll = meta[1] ~= ARGV[1] or tonumber(ARGV[2]) < tonumber(meta[5])
local counts = {}
if isAll then
  counts = redis.call("HGETALL", KEYS[2])
else
  for _, playable in ipairs(redis.call("ZRANGEBYSCORE", KEYS[3], "(" .. ARGV[2], "+inf")) do
    counts[#counts + 1] = playable
    counts[#counts + 1] = redis.call("HGET", KEYS[2], playable) or ""
  end
end
return { meta[1], meta[2], meta[3], meta[4], isAll and "1" or "0", counts }
`);
