import { type Redis, script } from "@marquee/redis";
import type { LogMessage } from "../event-log.ts";

export interface Bounds {
  /** How many entries a consumed stream keeps at most. */
  readonly maxEntries: number;
  /** How many a part's stream keeps at most. */
  readonly maxPartEntries: number;
  /** For how long it keeps them. */
  readonly keepPartMs: number;
}

/**
 * Gives each entry the number that it has in the life of its stream, as the second half of its id: whoever reads on from an entry sees
 * whether the next one follows it, or others were dropped or lost in between, also after Redis came back with less than it had.
 * The clock is Redis' own, and never goes back within a stream.
 */
const appendAll = script(`
local stream, max, keepMs = KEYS[1], ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local ms, ordinal = time[1] * 1000 + math.floor(time[2] / 1000), 0
local info = redis.pcall('XINFO', 'STREAM', stream)
for index = 1, #info, 2 do
  if info[index] == 'last-generated-id' then
    local lastMs, last = string.match(info[index + 1], '(%d+)-(%d+)')
    ms, ordinal = math.max(ms, tonumber(lastMs)), tonumber(last)
  end
end
for index = 3, #ARGV, 3 do
  ordinal = ordinal + 1
  local id = string.format('%.0f-%.0f', ms, ordinal)
  if ARGV[index + 2] == '' then
    redis.call('XADD', stream, 'MAXLEN', '~', max, id, 'key', ARGV[index], 'value', ARGV[index + 1])
  else
    redis.call('XADD', stream, 'MAXLEN', '~', max, id, 'key', ARGV[index], 'value', ARGV[index + 1], 'group', ARGV[index + 2])
  end
end
if keepMs > 0 then redis.call('XTRIM', stream, 'MINID', '~', string.format('%.0f', ms - keepMs)) end
`);

/** @param onlyFor the one group that is to see them; all when omitted */
export async function append(
  redis: Redis,
  bounds: Bounds,
  { stream, messages, onlyFor = "" }: { readonly stream: string; readonly messages: readonly LogMessage[]; readonly onlyFor?: string },
): Promise<void> {
  if (messages.length === 0) return;
  const limits = isPart(stream) ? [bounds.maxPartEntries, bounds.keepPartMs] : [bounds.maxEntries, 0];
  const entries = messages.flatMap(({ key, value }) => [key, JSON.stringify(value ?? null), onlyFor]);
  await appendAll(redis.client, { keys: [redis.key(stream)], arguments: [...limits.map(String), ...entries] });
}

/** Whether it is read by the owner of a part, and not consumed by groups. */
export function isPart(stream: string): boolean {
  return stream.includes(".");
}
