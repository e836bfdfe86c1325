import { type Envelope, envelope } from "@marquee/events";
import { emit } from "@marquee/outbox";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import type { ImportState, PlayableKind } from "../../domain/import-job.ts";

type VideoEvent = Envelope<"marquee.packager.video.v1">;

interface Row {
  readonly playableId: string;
  readonly kind: PlayableKind;
  readonly title: string | null;
  readonly sequence: string | number;
  readonly state: ImportState;
  readonly durationSeconds: number | null;
}

const current = `SELECT v.playable_id AS "playableId", v.kind, v.title, v.sequence, j.state, e.duration_seconds AS "durationSeconds"
  FROM packager.videos v JOIN packager.import_jobs j ON j.id = v.job_id LEFT JOIN packager.encodes e ON e.id = v.encode_id`;

/** Says in the transaction's outbox what the video of a playable has become. The caller has changed its row, `sequence` included. */
export async function emitVideo(em: EntityManager, playableId: string): Promise<void> {
  await em.flush();
  const [row] = await em.execute<Row[]>(`${current} WHERE v.playable_id = ?`, [playableId]);
  if (row) emit(em, videoEvent(row));
}

/** Every video as it is now, in batches. */
export async function* currentVideos(pool: Pool): AsyncGenerator<readonly VideoEvent[]> {
  let after = "";
  for (;;) {
    const { rows } = await pool.query<Row>(`${current} WHERE v.playable_id > $1 ORDER BY v.playable_id LIMIT 500`, [after]);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(videoEvent);
    after = last.playableId;
  }
}

function videoEvent({ playableId, kind, title, sequence, state, durationSeconds }: Row): VideoEvent {
  const about = { source: "/packager", subject: playableId, sequence: Number(sequence) };
  return envelope("marquee.packager.video.v1", about, {
    playableId,
    kind,
    title,
    state: published(state, durationSeconds),
    durationSeconds,
  });
}

/** There is something to watch from the first encode on, whatever becomes of later jobs. */
function published(state: ImportState, durationSeconds: number | null): "PACKAGING" | "READY" | "FAILED" {
  if (durationSeconds !== null) return "READY";
  return state === "FAILED" ? "FAILED" : "PACKAGING";
}
