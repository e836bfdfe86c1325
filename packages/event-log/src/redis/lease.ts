import { setTimeout } from "node:timers/promises";
import { type Redis, script } from "@marquee/redis";

const LEASE_MS = 10_000;
const RENEW_MS = 3_000;

/** What one process at a time holds. Disposing it leaves it to the next at once. */
export interface Lease extends AsyncDisposable {
  /** Aborts when the lease may be another's by now. */
  readonly signal: AbortSignal;
}

const take = script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0`);
const release = script("if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0");

/**
 * @param holder names who takes it, and takes it again after an outage of Redis
 * @returns undefined while another holds it
 */
export async function takeLease({ client }: Redis, key: string, holder: string): Promise<Lease | undefined> {
  const takeNow = () => take(client, { keys: [key], arguments: [holder, String(LEASE_MS)] });
  const takenAtMs = performance.now();
  if ((await takeNow()) !== 1) return undefined;
  const ended = new AbortController();
  const keep = async () => {
    for (let heldUntilMs = takenAtMs + LEASE_MS; performance.now() < heldUntilMs && !ended.signal.aborted; ) {
      await setTimeout(RENEW_MS, undefined, { signal: ended.signal }).catch(() => {});
      if (ended.signal.aborted) return;
      const askedAtMs = performance.now();
      const answer = await takeNow().catch(() => undefined); // not known while Redis cannot be reached
      if (answer === 1) heldUntilMs = askedAtMs + LEASE_MS;
      if (answer === 0) break;
    }
    ended.abort();
  };
  const keeping = keep();
  return {
    signal: ended.signal,
    async [Symbol.asyncDispose]() {
      ended.abort();
      await keeping;
      await release(client, { keys: [key], arguments: [holder] }).catch(() => {}); // it runs out by itself
    },
  };
}
