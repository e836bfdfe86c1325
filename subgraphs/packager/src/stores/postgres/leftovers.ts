import type { Pool } from "pg";
import type { Leftovers } from "../../domain/leftovers.ts";
import { isUuid } from "./uuid.ts";

export function postgresLeftovers(pool: Pool): Leftovers {
  return {
    async supersededEncodes(before, most) {
      const { rows } = await pool.query<{ assetId: string; encodeId: string }>(
        `SELECT playable_id AS "assetId", id AS "encodeId" FROM packager.encodes
         WHERE superseded_at < $1 AND NOT is_removed ORDER BY superseded_at LIMIT $2`,
        [before, most],
      );
      return rows;
    },

    async markRemoved(encodeId) {
      await pool.query("UPDATE packager.encodes SET is_removed = true WHERE id = $1", [encodeId]);
    },

    async strayEncodes(encodeIds) {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT DISTINCT found.id FROM unnest($1::uuid[]) AS found (id)
         WHERE NOT EXISTS (SELECT FROM packager.encodes e WHERE e.id = found.id AND NOT e.is_removed)
           AND NOT EXISTS (SELECT FROM packager.import_jobs j WHERE j.lease_id = found.id AND j.lease_until > now())`,
        [encodeIds.filter(isUuid)],
      );
      return rows.map(({ id }) => id);
    },

    async unwantedUploads(uploads, before) {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT found.id FROM unnest($1::text[], $2::timestamptz[]) AS found (id, changed_at)
         LEFT JOIN packager.import_jobs j ON j.source_url = 'upload:' || found.id
         GROUP BY found.id, found.changed_at
         HAVING count(*) FILTER (WHERE j.state NOT IN ('READY', 'FAILED')) = 0
           AND (count(*) FILTER (WHERE j.state = 'READY') > 0 OR found.changed_at < $3)`,
        [uploads.map(({ id }) => id), uploads.map(({ changedAt }) => changedAt), before],
      );
      return rows.map(({ id }) => id);
    },

    async forgetSessions(startedBefore, most) {
      await pool.query(
        `DELETE FROM packager.playback_sessions WHERE id IN (
           SELECT id FROM packager.playback_sessions WHERE started_at < $1 ORDER BY started_at LIMIT $2)`,
        [startedBefore, most],
      );
    },
  };
}
