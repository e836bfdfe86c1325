import type { Cassandra } from "@marquee/cassandra";
import type { types } from "cassandra-driver";
import type { ViewSource } from "../view-event.ts";
import type { StoredEvent, ViewEventStore, WindowPart } from "../view-event-store.ts";
import { windowOf } from "../window-of.ts";
import { ttlSeconds } from "./lifetime.ts";
import { decodePayload, encodePayload } from "./payload.ts";

export interface CassandraViewEventStoreOptions {
  /** Stays its opener's to close. */
  readonly cassandra: Cassandra;
  /** Fixed with the first event: another number is another store. */
  readonly parts: number;
  /** How many days after its minute an event expires. */
  readonly keptDays: number;
  readonly nowMs?: () => number;
}

/** By their numbers in the clustering key, which keep the order of their names. */
const sources: readonly ViewSource[] = ["CMCD", "GRAPH", "SERVER"];

const WRITE = `INSERT INTO view_events (playable_id, minute, part, session_id, source, sequence, payload) VALUES (?, ?, ?, ?, ?, ?, ?)
  USING TTL ? AND TIMESTAMP ?`;
const READ = `SELECT session_id, source, sequence, payload, writetime(payload) AS written_us FROM view_events
  WHERE playable_id = ? AND minute = ? AND part = ?`;
const MARK = "INSERT INTO touched_windows (received_minute, part, playable_id, minute) VALUES (?, ?, ?, ?) USING TTL ?";
const TOUCHED = "SELECT playable_id, minute FROM touched_windows WHERE received_minute = ? AND part = ?";

/**
 * View events in Cassandra. A window's part is a partition; what a call writes to one partition goes out as one batch.
 *
 * The write timestamp is when an event was received, to the microsecond, so that Cassandra itself keeps the later of two contents in
 * whatever order they land, on each replica. Of two that were received in the very same microsecond, by two processes, it keeps the one
 * that expires later; both expire at one moment, give or take the second in which they were written, and then the greater bytes stay.
 * Either way all replicas agree on one.
 */
export function cassandraViewEventStore(options: CassandraViewEventStoreOptions): ViewEventStore {
  const { cassandra, parts, keptDays, nowMs = Date.now } = options;
  return {
    parts,

    async mark(windows) {
      const now = nowMs();
      await cassandra.write(
        windows.map(({ receivedMinute, part, playableId, minute }) => ({
          partition: `${receivedMinute} ${part}`,
          cql: MARK,
          params: [receivedMinute, part, playableId, minute, ttlSeconds({ minute }, keptDays, now)],
        })),
      );
    },

    async write(events) {
      const now = nowMs();
      await cassandra.write(
        events.map((event) => {
          const { playableId, minute, part } = windowOf(event, parts);
          const key = [playableId, minute, part, event.sessionId, sources.indexOf(event.source), event.sequence];
          const writtenUs = Math.round(event.receivedAtMs * 1_000);
          return {
            partition: `${minute} ${part} ${playableId}`,
            cql: WRITE,
            params: [...key, encodePayload(event), ttlSeconds({ minute }, keptDays, now), writtenUs],
          };
        }),
      );
    },

    async touched(receivedMinute, part) {
      const rows = await cassandra.rows(TOUCHED, [receivedMinute, part]);
      return rows.map((row): WindowPart => ({ playableId: row.playable_id, minute: row.minute, part }));
    },

    async read({ playableId, minute, part }) {
      const rows = await cassandra.rows(READ, [playableId, minute, part]);
      return rows.map((row) => storedEvent(playableId, row));
    },

    // Rows carry their lifetime.
    async expire() {
      return false;
    },
  };
}

function storedEvent(playableId: string, row: types.Row): StoredEvent {
  const payload: Buffer = row.payload;
  const writtenUs: types.Long = row.written_us;
  const source = sources[row.source];
  if (!source) throw new Error(`a view event of an unknown source: ${row.source}`);
  return {
    sessionId: row.session_id,
    source,
    sequence: row.sequence,
    playableId,
    ...decodePayload(payload),
    receivedAtMs: writtenUs.toNumber() / 1_000,
  };
}
