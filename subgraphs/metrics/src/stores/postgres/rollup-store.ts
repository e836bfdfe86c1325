import type { Pool } from "pg";
import type { RolledUp, RollupQuery, RollupRow, RollupStore } from "../../domain/rollups/rollup-store.ts";
import type { Step } from "../../domain/rollups/step.ts";

/** How many rows one call of `expireMinutes` deletes at most: well under a second's work. */
const EXPIRED_AT_ONCE = 10_000;

/** The names are from here alone, never from a request. */
const tables: Readonly<Record<Step, { readonly table: string; readonly at: string }>> = {
  MINUTE: { table: "metrics.minute_rollups", at: "minute" },
  HOUR: { table: "metrics.hour_rollups", at: "hour" },
  DAY: { table: "metrics.day_rollups", at: "day" },
};

/** A row as pg gives it: bigint and numeric come as text. */
interface StoredRow {
  readonly playable_id: string;
  readonly at: number;
  readonly attempts: string;
  readonly plays: string;
  readonly views: string;
  readonly watch_ms: string;
}

/**
 * Roll-ups in PostgreSQL. Every write is one statement, durable when it resolves.
 *
 * @param pool stays its opener's to end
 */
export function postgresRollupStore(pool: Pool, parts: number): RollupStore {
  return {
    parts,

    async write(step, rows) {
      if (rows.length > 0) await pool.query(upsertStatement(step), columnsOf(rows));
    },

    async read({ step, playableIds, first, end }) {
      const { table, at } = tables[step];
      const { rows } = await pool.query<StoredRow>(
        `SELECT playable_id, ${at} AS at, sum(attempts) AS attempts, sum(plays) AS plays, sum(views) AS views, sum(watch_ms) AS watch_ms
         FROM ${table} WHERE playable_id = ANY($1) AND ${at} >= $2 AND ${at} < $3 GROUP BY playable_id, ${at}`,
        [playableIds, first, end],
      );
      return rows.map(toRolledUp);
    },

    async readPart({ step, playableIds, first, end }: RollupQuery, part) {
      const { table, at } = tables[step];
      const { rows } = await pool.query<StoredRow>(
        `SELECT playable_id, ${at} AS at, attempts, plays, views, watch_ms
         FROM ${table} WHERE playable_id = ANY($1) AND ${at} >= $2 AND ${at} < $3 AND part = $4`,
        [playableIds, first, end, part],
      );
      return rows.map(toRolledUp);
    },

    async swept() {
      const { rows } = await pool.query<{ part: number; received_minute: number }>("SELECT part, received_minute FROM metrics.swept_parts");
      return new Map(rows.map(({ part, received_minute }) => [part, received_minute]));
    },

    async sweptSince() {
      const { rows } = await pool.query<{ since: number | null }>("SELECT min(since_minute) AS since FROM metrics.swept_parts");
      return rows[0]?.since ?? undefined;
    },

    async advance({ part, first, last }) {
      await pool.query(
        `INSERT INTO metrics.swept_parts AS stored (part, since_minute, received_minute) VALUES ($1, $2, $3)
         ON CONFLICT (part) DO UPDATE SET since_minute = least(stored.since_minute, excluded.since_minute),
           received_minute = greatest(stored.received_minute, excluded.received_minute)`,
        [part, first, last],
      );
    },

    async expireMinutes(beforeMinute) {
      const { rowCount } = await pool.query(
        `DELETE FROM metrics.minute_rollups
         WHERE ctid = ANY(ARRAY(SELECT ctid FROM metrics.minute_rollups WHERE minute < $1 LIMIT ${EXPIRED_AT_ONCE}))`,
        [beforeMinute],
      );
      return rowCount === EXPIRED_AT_ONCE;
    },
  };
}

function upsertStatement(step: Step): string {
  const { table, at } = tables[step];
  return `INSERT INTO ${table} AS stored (playable_id, ${at}, part, attempts, plays, views, watch_ms, read_at_us)
    SELECT * FROM unnest($1::text[], $2::integer[], $3::smallint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
    ON CONFLICT (playable_id, ${at}, part) DO UPDATE
    SET attempts = excluded.attempts, plays = excluded.plays, views = excluded.views, watch_ms = excluded.watch_ms, read_at_us = excluded.read_at_us
    WHERE stored.read_at_us <= excluded.read_at_us`;
}

function columnsOf(rows: readonly RollupRow[]): (string | number)[][] {
  const sorted = [...rows].sort(byKey);
  return [
    sorted.map(({ playableId }) => playableId),
    sorted.map(({ at }) => at),
    sorted.map(({ part }) => part),
    sorted.map(({ counts }) => counts.attempts),
    sorted.map(({ counts }) => counts.plays),
    sorted.map(({ counts }) => counts.views),
    sorted.map(({ counts }) => counts.watchMs),
    sorted.map(({ readAtUs }) => readAtUs),
  ];
}

/** Statements that lock their rows in the same order cannot deadlock. */
function byKey(a: RollupRow, b: RollupRow): number {
  if (a.playableId !== b.playableId) return a.playableId < b.playableId ? -1 : 1;
  return a.at - b.at || a.part - b.part;
}

function toRolledUp({ playable_id, at, attempts, plays, views, watch_ms }: StoredRow): RolledUp {
  const counts = { attempts: Number(attempts), plays: Number(plays), views: Number(views), watchMs: Number(watch_ms) };
  return { playableId: playable_id, at, counts };
}
