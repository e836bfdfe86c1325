import { setTimeout } from "node:timers/promises";
import type { Logger } from "pino";
import type { Users } from "../domain/users.ts";

const hourMs = 3_600_000;

/** Renews the signing keys and forgets what has ended, every hour. Safe in several processes at once. Disposing it waits for a round in hand. */
export function startHousekeeping(users: Users, logger: Logger): AsyncDisposable {
  const stopped = new AbortController();
  const working = (async () => {
    while (!stopped.signal.aborted) {
      await clean(users).catch((error: unknown) => logger.warn({ err: error }, "the hourly cleaning failed and is tried again in an hour"));
      await setTimeout(hourMs, undefined, { signal: stopped.signal, ref: false }).catch(() => {}); // rejects when stopped
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
