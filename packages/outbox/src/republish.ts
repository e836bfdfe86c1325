import type { EventLog } from "@marquee/event-log";
import type { EventOf } from "@marquee/events";
import type { Pool } from "pg";
import type { Logger } from "pino";

export interface RepublishOptions {
  readonly eventLog: EventLog;
  readonly pool: Pool;
  readonly schema: string;
  /** Where the events go. */
  readonly stream: string;
  /** Everything the subgraph owns as it is now, in batches. */
  readonly currentState: () => AsyncIterable<readonly EventOf[]>;
  readonly logger: Logger;
}

/**
 * Publishes the current state of what a subgraph owns when the log is not the one it last published to, since that one is lost.
 * Consumers skip what is not newer than what they hold. A crash half-way starts it over.
 */
export async function republishAfterLoss(options: RepublishOptions): Promise<void> {
  const { eventLog, pool, schema, stream, currentState, logger } = options;
  const generation = await eventLog.generation();
  const { rows } = await pool.query<{ generation: string }>(`SELECT generation FROM ${schema}.outbox_published`);
  if (rows[0]?.generation === generation) return;

  let published = 0;
  for await (const events of currentState()) {
    await eventLog.append(
      stream,
      events.map((event) => ({ key: event.subject, value: event })),
    );
    published += events.length;
  }
  await pool.query(`WITH gone AS (DELETE FROM ${schema}.outbox_published) INSERT INTO ${schema}.outbox_published VALUES ($1)`, [
    generation,
  ]);
  logger.debug({ schema, published }, "published the current state to a new log");
}
