import { setTimeout } from "node:timers/promises";
import type { Logger } from "pino";
import type { Users } from "../domain/users.ts";

const hourMs = 3_600_000;

/**
 * Renews the signing keys and forgets what has ended: once before it resolves, so that there is a key, then every hour. Safe in
 * several processes at once. Disposing it waits for a round in hand.
 */
export async function startHousekeeping(users: Users, logger: Logger): Promise<AsyncDisposable> {
  await clean(users);
  const stopped = new AbortController();
  const working = (async () => {
    for (;;) {
      await setTimeout(hourMs, undefined, { signal: stopped.signal, ref: false }).catch(() => {}); // rejects when stopped
      if (stopped.signal.aborted) return;
      await clean(users).catch((error: unknown) => logger.warn({ err: error }, "the hourly cleaning failed and is tried again in an hour"));
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await working;
    },
  };
}

async function clean({ accessTokens, signIns, attempts, now }: Users): Promise<void> {
  await accessTokens.renewKeys();
  await signIns.purge(now());
  await attempts.purge(now());
}
