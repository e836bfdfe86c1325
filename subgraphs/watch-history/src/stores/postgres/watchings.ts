import type { Pool } from "pg";
import type { ProfileStore, Watching, WatchingChange } from "../../domain/profile-store.ts";
import { column, inKeyOrder, stampColumns } from "./columns.ts";

type Watchings = Pick<ProfileStore, "history" | "removeWatching"> & {
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
               FROM ${table} WHERE profile_id = $1 AND (started_at_ms, session_id) < ($2, $3) AND NOT is_removed
               ORDER BY started_at_ms DESC, session_id DESC LIMIT $4`,
        values: [profileId, after.startedAtMs, after.sessionId, first],
      });
      return rows.map(watching);
    },

    async removeWatching(profileId, { startedAtMs, sessionId }) {
      const { rowCount } = await pool.query(
        `UPDATE ${table} SET is_removed = true WHERE profile_id = $1 AND started_at_ms = $2 AND session_id = $3`,
        [profileId, startedAtMs, sessionId],
      );
      return rowCount === 1;
    },
  };
}

function moveStatement(schema: string): string {
  return `INSERT INTO ${schema}.watchings AS held (profile_id, started_at_ms, session_id, playable_id, cell)
    SELECT profile_id, started_at_ms, session_id, playable_id,
      ROW(at_ms, stamp_session_id, sequence, received_us, watched_ms, position_seconds)::${schema}.watching_cell
    FROM unnest(
      $1::text[], $2::bigint[], $3::text[], $4::text[],
      $5::bigint[], $6::text[], $7::integer[], $8::bigint[], $9::bigint[], $10::double precision[]
    ) AS given (
      profile_id, started_at_ms, session_id, playable_id,
      at_ms, stamp_session_id, sequence, received_us, watched_ms, position_seconds
    )
    ON CONFLICT (profile_id, started_at_ms, session_id) DO UPDATE SET cell = GREATEST(held.cell, excluded.cell)`;
}

function moveValues(changes: readonly WatchingChange[]): unknown[] {
  const rows = inKeyOrder(changes, ({ profileId, startedAtMs, sessionId }) => [profileId, startedAtMs, sessionId]);
  return [
    column(rows, ({ profileId }) => profileId),
    column(rows, ({ startedAtMs }) => startedAtMs),
    column(rows, ({ sessionId }) => sessionId),
    column(rows, ({ playableId }) => playableId),
    ...stampColumns(rows, ({ cell }) => cell),
    column(rows, ({ cell }) => cell.watchedMs),
    column(rows, ({ cell }) => cell.positionSeconds),
  ];
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
