import { setTimeout } from "node:timers/promises";
import type { EventLog } from "@marquee/event-log";
import type { EventOf } from "@marquee/events";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { deliverToLog } from "./relay.ts";

export interface RepublishOptions {
  readonly eventLog: EventLog;
  readonly pool: Pool;
  readonly schema: string;
  /** Where the events go. */
  readonly stream: string;
  /** Everything the subgraph owns as it is now, in batches. */
  readonly currentState: () => AsyncIterable<readonly EventOf[]>;
  readonly logger: Logger;
  /** How often the log is asked whether it is still the same; 5,000 by default. */
  readonly checkEveryMs?: number;
}

/**
 * Publishes the current state of what a subgraph owns whenever the log is not the one it last published to, since something of that one
 * is lost: at the start, and as long as it runs. Consumers skip what is not newer than what they hold, so that two processes of a subgraph
 * may both do it. A crash half-way, or another loss meanwhile, starts it over. While the log or the database is down, that is logged once.
 *
 * @returns once the first check was made, or has failed
 */
export async function startRepublishing(options: RepublishOptions): Promise<AsyncDisposable> {
  const { logger, schema, checkEveryMs = 5_000 } = options;
  const stopped = new AbortController();
  let isFailing = false;

  const check = async () => {
    try {
      await republishAfterLoss(options, stopped.signal);
      isFailing = false;
    } catch (error) {
      if (!isFailing && !stopped.signal.aborted)
        logger.warn({ err: error, schema }, "the current state could not be published; it is tried again");
      isFailing = true;
    }
  };
  const watch = async () => {
    while (!stopped.signal.aborted) {
      await setTimeout(checkEveryMs, undefined, { signal: stopped.signal }).catch(() => {});
      if (!stopped.signal.aborted) await check();
    }
  };
  await check();
  const watching = watch();
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await watching;
    },
  };
}

async function republishAfterLoss(options: RepublishOptions, stopped: AbortSignal): Promise<void> {
  const { eventLog, pool, schema, stream, currentState, logger } = options;
  const generation = await eventLog.generation();
  const { rows } = await pool.query<{ generation: string }>(`SELECT generation FROM ${schema}.outbox_published`);
  if (rows[0]?.generation === generation) return;

  let published = 0;
  for await (const events of currentState()) {
    if (stopped.aborted) return;
    await deliverToLog(eventLog, stream)(events);
    published += events.length;
  }
  await pool.query(`WITH gone AS (DELETE FROM ${schema}.outbox_published) INSERT INTO ${schema}.outbox_published VALUES ($1)`, [
    generation,
  ]);
  logger.info({ schema, published }, "published the current state to a log that lost something, or is new");
}
