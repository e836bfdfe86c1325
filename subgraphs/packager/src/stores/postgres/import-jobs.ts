import { type InferEntity, type Loaded, type MikroORM, UniqueConstraintViolationException } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import type { ImportJob, ImportJobStore, NewImport } from "../../domain/import-job.ts";
import { importJob } from "./entities.ts";
import { isUuid } from "./uuid.ts";
import { emitVideo } from "./videos.ts";

type Row = Loaded<InferEntity<typeof importJob>, "encode">;

/** The jobs as operators and the mutation see them. */
export function postgresImportJobs({ orm, pool }: { readonly orm: MikroORM; readonly pool: Pool }): ImportJobStore {
  const byKey: ImportJobStore["byKey"] = async (accountId, idempotencyKey) => {
    const row = await orm.em.fork().findOne(importJob, { accountId, idempotencyKey }, { populate: ["encode"] });
    return row ? jobOf(row) : undefined;
  };
  const byId: ImportJobStore["byId"] = async (id) => {
    if (!isUuid(id)) return undefined;
    const row = await orm.em.fork().findOne(importJob, { id }, { populate: ["encode"] });
    return row ? jobOf(row) : undefined;
  };
  return {
    byKey,
    byId,

    async page(first, after) {
      const before = after === undefined ? undefined : positionOf(after);
      if (after !== undefined && before === undefined) return undefined;
      const { rows } = await pool.query<{ id: string; position: string; total: number }>(
        `SELECT id, position, (SELECT count(*)::int FROM packager.import_jobs) AS total
         FROM packager.import_jobs WHERE $1::bigint IS NULL OR position < $1 ORDER BY position DESC LIMIT $2`,
        [before ?? null, first + 1],
      );
      const found = await orm.em.fork().find(importJob, { id: { $in: rows.map(({ id }) => id) } }, { populate: ["encode"] });
      const jobs = new Map(found.map((row) => [row.id, jobOf(row)]));
      return {
        jobs: rows.slice(0, first).flatMap(({ id, position }) => {
          const job = jobs.get(id);
          return job ? [{ ...job, cursor: cursorOf(position) }] : [];
        }),
        hasNextPage: rows.length > first,
        totalCount: rows[0]?.total ?? (await orm.em.fork().count(importJob)),
      };
    },

    async add(job) {
      try {
        await insert(orm, job);
      } catch (error) {
        const isTaken = error instanceof UniqueConstraintViolationException;
        const earlier = isTaken ? await byKey(job.accountId, job.idempotencyKey) : undefined;
        if (!earlier) throw error;
        return earlier;
      }
      const { playableId, id, sourceUrl, title, createdAt } = job;
      return { id, playableId, sourceUrl, ...(title !== undefined && { title }), state: "QUEUED", percent: 0, renditions: [], createdAt };
    },
  };
}

async function insert(orm: MikroORM, { playableKind, ...job }: NewImport): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    await em.insert(importJob, { ...job, state: "QUEUED", percent: 0, attempts: 0 });
    await em.execute(
      `INSERT INTO packager.videos AS held (playable_id, kind, title, job_id) VALUES (?, ?, ?, ?)
       ON CONFLICT (playable_id) DO UPDATE SET job_id = excluded.job_id, sequence = held.sequence + 1`,
      [job.playableId, playableKind, job.title ?? null, job.id],
    );
    await emitVideo(em, job.playableId);
  });
}

function jobOf({ id, playableId, sourceUrl, title, state, percent, error, encode, createdAt }: Row): ImportJob {
  return {
    id,
    playableId,
    sourceUrl,
    ...(typeof title === "string" && { title }),
    state,
    percent,
    ...(typeof error === "string" && { error }),
    renditions: encode?.renditions ?? [],
    createdAt,
  };
}

function cursorOf(position: string): string {
  return Buffer.from(`import.${position}`).toString("base64url");
}

function positionOf(cursor: string): string | undefined {
  return /^import\.(\d{1,18})$/.exec(Buffer.from(cursor, "base64url").toString())?.[1];
}
