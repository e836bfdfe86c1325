import type { EntityManager } from "@mikro-orm/postgresql";
import type { PlayableState } from "../../domain/playable-state.ts";
import { windowEntity, workEntity } from "./entities.ts";
import { playableStateOf } from "./rows.ts";

const BATCH = 500;
const firstId = "00000000-0000-0000-0000-000000000000";

/** Every playable as it is now, in batches: two statements for each. */
export async function* playableStates(em: EntityManager): AsyncIterable<readonly PlayableState[]> {
  let batch = await batchAfter(em, firstId);
  while (batch.length > 0) {
    yield batch;
    batch = await batchAfter(em, batch.at(-1)?.id ?? firstId);
  }
}

async function batchAfter(em: EntityManager, id: string): Promise<readonly PlayableState[]> {
  const own = em.fork();
  const works = await own.find(workEntity, { id: { $gt: id }, kind: { $ne: "SERIES" } }, { orderBy: { id: "asc" }, limit: BATCH });
  const windows = await own.find(windowEntity, { workId: { $in: works.map((work) => work.id) } }, { orderBy: { id: "asc" } });
  const byWork = Map.groupBy(windows, ({ workId }) => workId);
  return works.map((work) => playableStateOf(work, byWork.get(work.id) ?? [])).filter((state) => state !== undefined);
}
