import { viewEventKinds } from "@marquee/view-events";
import type { Pool } from "pg";
import { z } from "zod";
import type { LastReport, ProfileStore, SessionKey, Watching, WatchingChange } from "../../domain/profile-store.ts";
import { column, inKeyOrder, microseconds, stampColumns } from "./columns.ts";
import { isNotErased } from "./pseudonyms.ts";

type Watchings = Pick<ProfileStore, "history" | "lastReports" | "removeWatching"> & {
  readonly moveWatchings: (changes: readonly WatchingChange[]) => Promise<void>;
};

/** Above every start, so that one statement serves the first page too. */
const FROM_THE_LATEST = { startedAtMs: Number.MAX_SAFE_INTEGER, sessionId: "" };

/** @param schema its quoted name */
export function watchingsIn(pool: Pool, schema: string): Watchings {
  const table = `${schema}.watchings`;
  return {
    async moveWatchings(changes) {
      if (changes.length === 0) return;
      await pool.query({ name: `move ${table}`, text: moveStatement(schema), values: moveValues(changes) });
    },

    async history(profileId, first, after = FROM_THE_LATEST) {
      const { rows } = await pool.query<WatchingRow>({
        name: `history ${table}`,
        text: `SELECT started_at_ms::double precision AS started_at_ms, session_id, playable_id,
                 (cell).watched_ms::double precision AS watched_ms, (cell).position_seconds AS position_seconds
               FROM ${table} WHERE profile_id = $1 AND (started_at_ms, session_id) < ($2, $3) AND NOT is_removed AND cell IS NOT NULL
               ORDER BY started_at_ms DESC, session_id DESC LIMIT $4`,
        values: [profileId, after.startedAtMs, after.sessionId, first],
      });
      return rows.map(watching);
    },

    async lastReports(sessions) {
      const { rows } = await pool.query<LastReportRow>({
        name: `last reports ${table}`,
        text: `SELECT profile_id, started_at_ms::double precision AS started_at_ms, session_id, heard_us::double precision AS heard_us, (latest).kind
               FROM ${table} JOIN unnest($1::text[], $2::bigint[], $3::text[]) AS asked (profile_id, started_at_ms, session_id)
               USING (profile_id, started_at_ms, session_id)`,
        values: sessionColumns(sessions.filter(({ profileId, sessionId }) => !`${profileId}${sessionId}`.includes("\0"))),
      });
      const found = new Map(rows.map((row) => [keyOf(sessionKey(row)), lastReport(row)]));
      return sessions.map((session) => found.get(keyOf(session)));
    },

    async removeWatching(profileId, { startedAtMs, sessionId }) {
      const { rowCount } = await pool.query(
        `UPDATE ${table} SET is_removed = true
         WHERE profile_id = $1 AND started_at_ms = $2 AND session_id = $3 AND cell IS NOT NULL`,
        [profileId, startedAtMs, sessionId],
      );
      return rowCount === 1;
    },
  };
}

function moveStatement(schema: string): string {
  return `INSERT INTO ${schema}.watchings AS held (profile_id, started_at_ms, session_id, playable_id, cell, latest, heard_us)
    SELECT profile_id, started_at_ms, session_id, playable_id,
      CASE WHEN at_ms IS NOT NULL
        THEN ROW(at_ms, cell_session_id, sequence, received_us, watched_ms, position_seconds)::${schema}.watching_cell
      END,
      ROW(latest_at_ms, latest_session_id, latest_sequence, latest_received_us, kind)::${schema}.latest_cell,
      heard_us
    FROM unnest(
      $1::text[], $2::bigint[], $3::text[], $4::text[],
      $5::bigint[], $6::text[], $7::integer[], $8::bigint[], $9::bigint[], $10::double precision[],
      $11::bigint[], $12::text[], $13::integer[], $14::bigint[], $15::text[], $16::bigint[]
    ) AS given (
      profile_id, started_at_ms, session_id, playable_id,
      at_ms, cell_session_id, sequence, received_us, watched_ms, position_seconds,
      latest_at_ms, latest_session_id, latest_sequence, latest_received_us, kind, heard_us
    )
    WHERE ${isNotErased(schema, "given.profile_id")}
    ON CONFLICT (profile_id, started_at_ms, session_id) DO UPDATE
    SET cell = GREATEST(held.cell, excluded.cell), latest = GREATEST(held.latest, excluded.latest),
        heard_us = GREATEST(held.heard_us, excluded.heard_us)`;
}

function moveValues(changes: readonly WatchingChange[]): unknown[] {
  const rows = inKeyOrder(changes, ({ profileId, startedAtMs, sessionId }) => [profileId, startedAtMs, sessionId]);
  return [
    ...sessionColumns(rows),
    column(rows, ({ playableId }) => playableId),
    ...stampColumns(rows, ({ cell }) => cell),
    column(rows, ({ cell }) => cell?.watchedMs),
    column(rows, ({ cell }) => cell?.positionSeconds),
    ...stampColumns(rows, ({ latest }) => latest),
    column(rows, ({ latest }) => latest.kind),
    column(rows, ({ heardAtMs }) => microseconds(heardAtMs)),
  ];
}

function sessionColumns(sessions: readonly SessionKey[]): unknown[] {
  return [
    column(sessions, ({ profileId }) => profileId),
    column(sessions, ({ startedAtMs }) => startedAtMs),
    column(sessions, ({ sessionId }) => sessionId),
  ];
}

function keyOf({ profileId, startedAtMs, sessionId }: SessionKey): string {
  return JSON.stringify([profileId, startedAtMs, sessionId]);
}

interface LastReportRow {
  readonly profile_id: string;
  readonly started_at_ms: number;
  readonly session_id: string;
  /** Null in a row that was written before last reports were kept. */
  readonly heard_us: number | null;
  readonly kind: string | null;
}

function sessionKey({ profile_id, started_at_ms, session_id }: LastReportRow): SessionKey {
  return { profileId: profile_id, startedAtMs: started_at_ms, sessionId: session_id };
}

function lastReport({ heard_us, kind }: LastReportRow): LastReport | undefined {
  return heard_us === null ? undefined : { receivedAtMs: heard_us / 1_000, kind: z.enum(viewEventKinds).parse(kind) };
}

interface WatchingRow {
  readonly started_at_ms: number;
  readonly session_id: string;
  readonly playable_id: string;
  readonly watched_ms: number;
  readonly position_seconds: number;
}

function watching({ started_at_ms, session_id, playable_id, watched_ms, position_seconds }: WatchingRow): Watching {
  return {
    startedAtMs: started_at_ms,
    sessionId: session_id,
    playableId: playable_id,
    watchedMs: watched_ms,
    positionSeconds: position_seconds,
  };
}
