import { type EntityManager, LockMode, type MikroORM } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import type { ImportQueue, TakenJob } from "../../domain/import-job.ts";
import { encode, importJob } from "./entities.ts";
import { emitVideo } from "./videos.ts";

/** A worker reports every few seconds at least; one that has said nothing for so long is dead. */
const lease = "interval '15 seconds'";

/** The queue that workers take jobs from. Every change is fenced by the lease, so that a worker that was taken for dead changes nothing. */
export function postgresImportQueue({ orm, pool }: { readonly orm: MikroORM; readonly pool: Pool }): ImportQueue {
  return {
    async take(leaseId) {
      const { rows } = await pool.query<TakenJob>(
        `UPDATE packager.import_jobs
         SET state = 'PROBING', attempts = attempts + 1, lease_id = $1, lease_until = now() + ${lease}
         WHERE id = (
           SELECT id FROM packager.import_jobs
           WHERE state NOT IN ('READY', 'FAILED') AND (lease_until IS NULL OR lease_until < now())
           ORDER BY priority DESC, position LIMIT 1 FOR UPDATE SKIP LOCKED
         )
         RETURNING id, lease_id AS "leaseId", playable_id AS "playableId", source_url AS "sourceUrl", attempts AS attempt`,
        [leaseId],
      );
      return rows[0];
    },

    async report({ id, leaseId }, { state, percent }) {
      const { rowCount } = await pool.query(
        `UPDATE packager.import_jobs SET state = $3, percent = greatest(percent, $4), lease_until = now() + ${lease}
         WHERE id = $1 AND lease_id = $2`,
        [id, leaseId, state, percent],
      );
      return rowCount === 1;
    },

    async succeed({ id, leaseId, playableId }, { durationSeconds, renditions }) {
      return orm.em.fork().transactional(async (em) => {
        const job = await held(em, id, leaseId);
        if (!job) return false;
        const now = new Date();
        await em.nativeUpdate(encode, { playableId, supersededAt: null }, { supersededAt: now });
        job.encode = em.create(encode, { id: leaseId, playableId, durationSeconds, renditions, createdAt: now }, { persist: true });
        Object.assign(job, { state: "READY", percent: 100, leaseId: null, leaseUntil: null });
        await em.flush();
        await em.execute("UPDATE packager.videos SET encode_id = ?, sequence = sequence + 1 WHERE playable_id = ?", [leaseId, playableId]);
        await emitVideo(em, playableId);
        return true;
      });
    },

    async fail({ id, leaseId, playableId }, error) {
      return orm.em.fork().transactional(async (em) => {
        const job = await held(em, id, leaseId);
        if (!job) return false;
        Object.assign(job, { state: "FAILED", error, leaseId: null, leaseUntil: null });
        await em.execute("UPDATE packager.videos SET sequence = sequence + 1 WHERE playable_id = ?", [playableId]);
        await emitVideo(em, playableId);
        return true;
      });
    },

    async putBack({ id, leaseId }) {
      await pool.query(
        `UPDATE packager.import_jobs SET state = 'QUEUED', attempts = attempts - 1, lease_id = NULL, lease_until = NULL
         WHERE id = $1 AND lease_id = $2`,
        [id, leaseId],
      );
    },
  };
}

/** The job, locked until the transaction ends, unless the lease was lost. */
function held(em: EntityManager, id: string, leaseId: string) {
  return em.findOne(importJob, { id, leaseId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}
