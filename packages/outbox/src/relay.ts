import { setTimeout } from "node:timers/promises";
import type { EventLog } from "@marquee/event-log";
import type { EventOf, EventType } from "@marquee/events";
import type { Pool, PoolClient } from "pg";
import type { Logger } from "pino";

export interface RelayOptions {
  readonly pool: Pool;
  /** The subgraph's schema. */
  readonly schema: string;
  /** Which events this relay delivers; another relay may deliver others elsewhere. */
  readonly types: readonly EventType[];
  /** Resolves once the other side has acknowledged all of them. May see an event again. */
  readonly deliver: (events: readonly EventOf[]) => Promise<void>;
  readonly logger: Logger;
}

export interface Relay extends AsyncDisposable {
  /** Looks at once instead of at the next poll: to be called after a commit. */
  wake(): void;
}

const POLL_MS = 250;
const BATCH = 200;
const LONGEST_PAUSE_SECONDS = 10;
/** When so many deliveries of a round have failed, the other side is down: the rest need not wait for it, holding locks. */
const ENOUGH_FAILURES = 3;

/**
 * Delivers what lies in an outbox, at least once, and removes it when it was acknowledged. Several relays share the work.
 * What cannot be delivered waits longer after each try, and keeps nothing else waiting. An outage of either side is logged when it begins.
 */
export function startRelay(options: RelayOptions): Relay {
  const { logger, schema } = options;
  const stopped = new AbortController();
  let pause = new AbortController();

  const work = async () => {
    let wasFailing = false;
    while (!stopped.signal.aborted) {
      const { hasMore, failure } = await deliverSome(options).catch((error: unknown) => ({ hasMore: false, failure: error }));
      if (failure && !wasFailing && !stopped.signal.aborted) {
        logger.warn({ err: failure, schema }, "events could not be delivered; they stay in the outbox and are tried again");
      }
      wasFailing = failure !== undefined;
      if (hasMore) continue;
      pause = new AbortController();
      await setTimeout(POLL_MS, undefined, { signal: AbortSignal.any([pause.signal, stopped.signal]) }).catch(() => {});
    }
  };
  const working = work();

  return {
    wake: () => pause.abort(),
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await working;
    },
  };
}

/** A `deliver` that appends to the event log, keyed by subject. */
export function deliverToLog(eventLog: EventLog, stream: string): RelayOptions["deliver"] {
  return (events) =>
    eventLog.append(
      stream,
      events.map((event) => ({ key: event.subject, value: event })),
    );
}

interface Row {
  readonly id: string;
  readonly event: EventOf;
  readonly attempts: number;
}

interface Round {
  /** Whether there may be more to do at once. */
  readonly hasMore: boolean;
  /** Why the last delivery that failed did so. */
  readonly failure: unknown;
}

/** One round, in a transaction that locks what it delivers. */
async function deliverSome({ pool, schema, types, deliver }: RelayOptions): Promise<Round> {
  const client = await pool.connect();
  const table = `${client.escapeIdentifier(schema)}.outbox`;
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<Row>(
      `SELECT id, event, attempts FROM ${table} WHERE type = ANY($1) AND due_at <= now() ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
      [types],
    );
    // What failed before goes alone, so that one bad event cannot fail the others with it.
    const fresh = rows.filter(({ attempts }) => attempts === 0);
    const batches = [...(fresh.length > 0 ? [fresh] : []), ...rows.filter(({ attempts }) => attempts > 0).map((row) => [row])];
    const failures: unknown[] = [];
    for (const batch of batches) {
      const failure = await deliver(batch.map(({ event }) => event)).then(
        () => undefined,
        (reason: unknown) => reason ?? new Error("the delivery failed"),
      );
      await settle(client, table, batch, failure === undefined);
      if (failure) failures.push(failure);
      if (failures.length === ENOUGH_FAILURES) break;
    }
    await client.query("COMMIT");
    return { hasMore: rows.length === BATCH && failures.length < ENOUGH_FAILURES, failure: failures.at(-1) };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function settle(client: PoolClient, table: string, batch: readonly Row[], isDelivered: boolean): Promise<void> {
  const ids = batch.map(({ id }) => id);
  if (isDelivered) {
    await client.query(`DELETE FROM ${table} WHERE id = ANY($1)`, [ids]);
    return;
  }
  await client.query(
    `UPDATE ${table} SET attempts = attempts + 1,
       due_at = now() + least(${LONGEST_PAUSE_SECONDS}, 0.25 * 2 ^ least(attempts, 10)) * (0.75 + random() / 2) * interval '1 second'
     WHERE id = ANY($1)`,
    [ids],
  );
}
