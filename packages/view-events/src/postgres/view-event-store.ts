import { escapeIdentifier, type Pool } from "pg";
import type { StoredEvent, TouchedWindow, ViewEventStore, WindowPart } from "../view-event-store.ts";
import { minuteOf, windowOf } from "../window-of.ts";
import { parsePayload, parseSource, payloadOf } from "./payload.ts";

export interface PostgresViewEventStoreOptions {
  /** Stays its opener's to end. */
  readonly pool: Pool;
  /** Where the owner of the events ran `viewEventMigrations`. */
  readonly schema: string;
  /** Fixed with the first event: another number is another store. */
  readonly parts: number;
}

/** How many rows of each table one call of `expire` deletes at most: well under a second's work. */
const EXPIRED_AT_ONCE = 10_000;

/** View events in PostgreSQL. Every write is one statement, durable when it resolves (`synchronous_commit` is left on). */
export function postgresViewEventStore({ pool, schema, parts }: PostgresViewEventStoreOptions): ViewEventStore {
  const events = `${escapeIdentifier(schema)}.view_events`;
  const marks = `${escapeIdentifier(schema)}.touched_windows`;

  return {
    parts,

    async mark(windows) {
      if (windows.length === 0) return;
      const rows = inKeyOrder(windows, markKey);
      await pool.query({
        name: `mark ${schema}`,
        text: `INSERT INTO ${marks} (received_minute, part, playable_id, minute)
               SELECT * FROM unnest($1::integer[], $2::smallint[], $3::text[], $4::integer[]) ON CONFLICT DO NOTHING`,
        values: [column(rows, "receivedMinute"), column(rows, "part"), column(rows, "playableId"), column(rows, "minute")],
      });
    },

    async write(given) {
      if (given.length === 0) return;
      const rows = inKeyOrder(latestOfEach(given), eventKey);
      const windows = rows.map((event) => windowOf(event, parts));
      await pool.query({
        name: `write ${schema}`,
        // Equal timestamps are settled by the content, so that every order of arrival ends in the same row.
        text: `INSERT INTO ${events} AS held (minute, playable_id, part, session_id, source, sequence, written_us, payload)
               SELECT * FROM unnest($1::integer[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::integer[], $7::bigint[], $8::jsonb[])
               ON CONFLICT (minute, playable_id, part, session_id, source, sequence)
               DO UPDATE SET payload = excluded.payload, written_us = excluded.written_us
               WHERE (held.written_us, held.payload) < (excluded.written_us, excluded.payload)`,
        values: [
          column(windows, "minute"),
          column(windows, "playableId"),
          column(windows, "part"),
          column(rows, "sessionId"),
          column(rows, "source"),
          column(rows, "sequence"),
          rows.map(({ receivedAtMs }) => Math.round(receivedAtMs * 1_000)),
          rows.map((event) => JSON.stringify(payloadOf(event))),
        ],
      });
    },

    async touched(receivedMinute, part) {
      const { rows } = await pool.query<{ playable_id: string; minute: number }>({
        name: `touched ${schema}`,
        text: `SELECT playable_id, minute FROM ${marks} WHERE received_minute = $1 AND part = $2 ORDER BY playable_id, minute`,
        values: [receivedMinute, part],
      });
      return rows.map(({ playable_id, minute }): WindowPart => ({ playableId: playable_id, minute, part }));
    },

    async read({ playableId, minute, part }) {
      const { rows } = await pool.query<EventRow>({
        name: `read ${schema}`,
        text: `SELECT session_id, source, sequence, written_us, payload FROM ${events}
               WHERE minute = $1 AND playable_id = $2 AND part = $3 ORDER BY session_id, source, sequence`,
        values: [minute, playableId, part],
      });
      return rows.map((row) => storedEvent(playableId, row));
    },

    async expire(beforeMinute) {
      const deleted = await Promise.all(
        [events, marks].map((table) =>
          pool.query(`DELETE FROM ${table} WHERE ctid = ANY (ARRAY (SELECT ctid FROM ${table} WHERE minute < $1 LIMIT $2))`, [
            beforeMinute,
            EXPIRED_AT_ONCE,
          ]),
        ),
      );
      return deleted.some(({ rowCount }) => rowCount === EXPIRED_AT_ONCE);
    },
  };
}

interface EventRow {
  readonly session_id: string;
  readonly source: string;
  readonly sequence: number;
  /** A bigint comes as text. */
  readonly written_us: string;
  readonly payload: unknown;
}

function storedEvent(playableId: string, { session_id, source, sequence, written_us, payload }: EventRow): StoredEvent {
  return {
    sessionId: session_id,
    source: parseSource(source),
    sequence,
    playableId,
    ...parsePayload(payload),
    receivedAtMs: Number(written_us) / 1_000,
  };
}

/** One statement may touch a row once: of a repeat within one call the later one goes, the last where both came at the same time. */
function latestOfEach(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const latest = new Map<string, StoredEvent>();
  for (const event of events) {
    const key = eventKey(event);
    const other = latest.get(key);
    if (!other || other.receivedAtMs <= event.receivedAtMs) latest.set(key, event);
  }
  return [...latest.values()];
}

/** Statements that lock their rows in the same order cannot deadlock. */
function inKeyOrder<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);
}

function markKey({ receivedMinute, part, playableId, minute }: TouchedWindow): string {
  return JSON.stringify([receivedMinute, part, playableId, minute]);
}

function eventKey(event: StoredEvent): string {
  return JSON.stringify([minuteOf(event), event.playableId, event.sessionId, event.source, event.sequence]);
}

function column<Row, Name extends keyof Row>(rows: readonly Row[], name: Name): readonly Row[Name][] {
  return rows.map((row) => row[name]);
}
