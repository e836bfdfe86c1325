import { emit } from "@marquee/outbox";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { everywhereAlways, playableEvent } from "../../domain/playable-state.ts";
import type { VideoChange, VideoOutcome, VideoStore } from "../../domain/video.ts";
import { windowEntity, workEntity } from "./entities.ts";

export class PostgresVideoStore implements VideoStore {
  constructor(private readonly em: EntityManager) {}

  videoChanged(change: VideoChange): Promise<VideoOutcome> {
    return this.em.fork().transactional(async (em) => {
      const work = await em.findOne(workEntity, { id: change.playableId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!work) return addWork(em, change);
      if (work.videoSequence != null && work.videoSequence >= change.sequence) return "stale";
      work.videoSequence = change.sequence;
      if (change.isReady) {
        work.hasVideo = true;
        work.durationSeconds = change.durationSeconds ?? work.durationSeconds;
      }
      return "applied";
    });
  }
}

/** Two workers at once collide on the id: the later one's message is handed out again, and then finds the work. */
async function addWork(em: EntityManager, change: VideoChange): Promise<VideoOutcome> {
  const { playableId: id, kind, title: name, durationSeconds, sequence, at } = change;
  if (!change.isReady || name === undefined) return "unknown";
  await em.insert(workEntity, {
    id,
    kind,
    name,
    durationSeconds,
    number: kind === "EPISODE" ? 1 : null,
    hasVideo: true,
    videoSequence: sequence,
    addedAt: at,
  });
  await em.insert(windowEntity, { workId: id });
  emit(em, playableEvent({ id, kind, name, maturityRating: undefined, windows: [everywhereAlways], isWithdrawn: false, version: 1 }));
  await em.execute("SELECT catalog.refresh_search(ARRAY[?::uuid])", [id]);
  return "created";
}
