import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Cassandra } from "./cassandra.ts";

/** How long the lock outlives its last renewal: longer than any one change of a schema takes. */
const HELD_SECONDS = 90;
const WAIT_MS = 180_000;
const BETWEEN_TRIES_MS = 500;

/**
 * Does the work while no other process does the same in this keyspace. The lock is a row that a lightweight transaction writes: it names
 * its holder, and expires by itself when the holder dies.
 *
 * @param work gets a function that renews the lock, to call before each step; it throws when the lock was lost
 */
export async function whileLocked(
  cassandra: Cassandra,
  logger: Logger,
  work: (stillHeld: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const holder = `${hostname()} ${process.pid} ${randomUUID()}`;
  await take(cassandra, holder, logger);
  try {
    await work(async () => {
      const renewed = await transact(
        cassandra,
        `UPDATE migration_locks USING TTL ${HELD_SECONDS} SET holder = ? WHERE name = 'schema' IF holder = ?`,
        [holder, holder],
      );
      if (!renewed.isApplied) throw new Error(`the lock for migrations was lost to ${renewed.holder ?? "nobody"}`);
    });
  } finally {
    await transact(cassandra, "DELETE FROM migration_locks WHERE name = 'schema' IF holder = ?", [holder]);
  }
}

async function take(cassandra: Cassandra, holder: string, logger: Logger): Promise<void> {
  for (const deadline = Date.now() + WAIT_MS; ; await pause(BETWEEN_TRIES_MS * (1 + Math.random()))) {
    const taken = await transact(
      cassandra,
      `INSERT INTO migration_locks (name, holder) VALUES ('schema', ?) IF NOT EXISTS USING TTL ${HELD_SECONDS}`,
      [holder],
    );
    // A transaction that timed out may have been applied all the same: then the lock is found to be one's own.
    if (taken.isApplied || taken.holder === holder) return;
    if (Date.now() > deadline) throw new Error(`the lock for migrations has been held by ${taken.holder} for ${WAIT_MS / 1_000} s`);
    logger.debug({ holder: taken.holder }, "another process migrates Cassandra");
  }
}

/** Only the migrations' lock needs these. */
async function transact(cassandra: Cassandra, cql: string, params: readonly unknown[]) {
  const { rows } = await cassandra.run(cql, params, { isIdempotent: false, answerTimeoutMs: 10_000 });
  const isApplied: boolean = rows[0]?.["[applied]"] ?? false;
  const holder: string | undefined = rows[0]?.holder ?? undefined;
  return { isApplied, holder };
}
