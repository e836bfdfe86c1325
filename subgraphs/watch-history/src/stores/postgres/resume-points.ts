import type { Pool } from "pg";
import { IN_PROGRESS_LIMIT, type ProfileStore, type ResumeChange, type ResumePoint } from "../../domain/profile-store.ts";
import { column, inKeyOrder, stampColumns } from "./columns.ts";
import { isNotErased } from "./pseudonyms.ts";

type ResumePoints = Pick<ProfileStore, "resumePoints" | "inProgress" | "hideResumePoint"> & {
  readonly moveResumePoints: (changes: readonly ResumeChange[]) => Promise<void>;
};

const selected = `playable_id, at_ms::double precision AS at_ms, is_finished,
  (cell).position_seconds AS position_seconds, (cell).duration_seconds AS duration_seconds`;

/** @param schema its quoted name */
export function resumePointsIn(pool: Pool, schema: string): ResumePoints {
  const table = `${schema}.resume_points`;
  return {
    async moveResumePoints(changes) {
      if (changes.length === 0) return;
      await pool.query({ name: `move ${table}`, text: moveStatement(schema), values: moveValues(changes) });
    },

    async resumePoints(profileId, playableIds) {
      const { rows } = await pool.query<ResumeRow>({
        name: `resume ${table}`,
        text: `SELECT ${selected} FROM ${table} WHERE profile_id = $1 AND playable_id = ANY ($2) AND is_shown`,
        // Text holds no NUL here, so nothing is known by such a name.
        values: [profileId, playableIds.filter((id) => !id.includes("\0"))],
      });
      return rows.map(resumePoint);
    },

    async inProgress(profileId, first) {
      const { rows } = await pool.query<ResumeRow>({
        name: `in progress ${table}`,
        text: `SELECT ${selected} FROM ${table} WHERE profile_id = $1 AND is_shown AND NOT is_finished
               ORDER BY at_ms DESC, playable_id LIMIT $2`,
        values: [profileId, Math.min(first, IN_PROGRESS_LIMIT)],
      });
      return rows.map(resumePoint);
    },

    async hideResumePoint(profileId, playableId, untilMs) {
      await pool.query(
        `INSERT INTO ${table} AS held (profile_id, playable_id, hidden_until_ms)
         SELECT $1, $2, $3::bigint WHERE ${isNotErased(schema, "$1")}
         ON CONFLICT (profile_id, playable_id) DO UPDATE SET hidden_until_ms = GREATEST(held.hidden_until_ms, excluded.hidden_until_ms)`,
        [profileId, playableId, Math.floor(untilMs)],
      );
    },
  };
}

function moveStatement(schema: string): string {
  return `INSERT INTO ${schema}.resume_points AS held (profile_id, playable_id, cell, ended)
    SELECT profile_id, playable_id,
      CASE WHEN at_ms IS NOT NULL
        THEN ROW(at_ms, session_id, sequence, received_us, position_seconds, duration_seconds, is_finished)::${schema}.resume_cell
      END,
      CASE WHEN ended_at_ms IS NOT NULL
        THEN ROW(ended_at_ms, ended_session_id, ended_sequence, ended_received_us)::${schema}.event_stamp
      END
    FROM unnest(
      $1::text[], $2::text[],
      $3::bigint[], $4::text[], $5::integer[], $6::bigint[], $7::double precision[], $8::double precision[], $9::boolean[],
      $10::bigint[], $11::text[], $12::integer[], $13::bigint[]
    ) AS given (
      profile_id, playable_id,
      at_ms, session_id, sequence, received_us, position_seconds, duration_seconds, is_finished,
      ended_at_ms, ended_session_id, ended_sequence, ended_received_us
    )
    WHERE ${isNotErased(schema, "given.profile_id")}
    ON CONFLICT (profile_id, playable_id) DO UPDATE
    SET cell = GREATEST(held.cell, excluded.cell), ended = GREATEST(held.ended, excluded.ended)`;
}

function moveValues(changes: readonly ResumeChange[]): unknown[] {
  const rows = inKeyOrder(changes, ({ profileId, playableId }) => [profileId, playableId]);
  return [
    column(rows, ({ profileId }) => profileId),
    column(rows, ({ playableId }) => playableId),
    ...stampColumns(rows, ({ cell }) => cell),
    column(rows, ({ cell }) => cell?.positionSeconds),
    column(rows, ({ cell }) => cell?.durationSeconds),
    column(rows, ({ cell }) => cell?.isFinished),
    ...stampColumns(rows, ({ ended }) => ended),
  ];
}

interface ResumeRow {
  readonly playable_id: string;
  readonly at_ms: number;
  readonly is_finished: boolean;
  readonly position_seconds: number;
  readonly duration_seconds: number | null;
}

function resumePoint({ playable_id, at_ms, is_finished, position_seconds, duration_seconds }: ResumeRow): ResumePoint {
  return {
    playableId: playable_id,
    positionSeconds: position_seconds,
    durationSeconds: duration_seconds ?? undefined,
    isFinished: is_finished,
    updatedAtMs: at_ms,
  };
}
