import { envelope } from "@marquee/events";
import { emit } from "@marquee/outbox";
import { type InferEntity, type Loaded, type MikroORM, UniqueConstraintViolationException } from "@mikro-orm/postgresql";
import type { PlaybackSession, PlaybackStore } from "../../domain/playback.ts";
import { encode, playbackSession } from "./entities.ts";
import { isUuid } from "./uuid.ts";

type Row = Loaded<InferEntity<typeof playbackSession>, "encode">;

/** @param committed called after a session and its event were committed */
export function postgresPlaybackSessions(orm: MikroORM, committed: () => void): PlaybackStore {
  const byKey: PlaybackStore["byKey"] = async (profileId, idempotencyKey) => {
    const row = await orm.em.fork().findOne(playbackSession, { profileId, idempotencyKey }, { populate: ["encode"] });
    return row ? sessionOf(row) : undefined;
  };
  return {
    byKey,

    async byId(id) {
      if (!isUuid(id)) return undefined;
      const row = await orm.em.fork().findOne(playbackSession, { id }, { populate: ["encode"] });
      return row ? sessionOf(row) : undefined;
    },

    async add(session, idempotencyKey, token) {
      try {
        await orm.em.fork().transactional(async (em) => {
          const { encode: pinned, ...columns } = session;
          em.create(playbackSession, { ...columns, idempotencyKey, encode: em.getReference(encode, pinned.id) }, { persist: true });
          const about = { source: "/packager", subject: session.id, sequence: 1, time: session.startedAt };
          emit(em, envelope("marquee.packager.playback-started.v1", about, { token }));
        });
      } catch (error) {
        const earlier = error instanceof UniqueConstraintViolationException ? await byKey(session.profileId, idempotencyKey) : undefined;
        if (!earlier) throw error;
        return earlier;
      }
      committed();
      return session;
    },

    async end(id, accountId, at) {
      if (!isUuid(id)) return false;
      const em = orm.em.fork();
      const ended = await em.nativeUpdate(playbackSession, { id, accountId, endedAt: null }, { endedAt: at });
      return ended > 0 || (await em.count(playbackSession, { id, accountId })) > 0;
    },
  };
}

function sessionOf(row: Row): PlaybackSession {
  const { id, profileId, accountId, deviceId, deviceName, playableId, startedAt, reporting, clockOffsetMs, endedAt } = row;
  return {
    id,
    profileId,
    accountId,
    ...(deviceId && { deviceId }),
    ...(deviceName && { deviceName }),
    playableId,
    encode: { id: row.encode.id, assetId: playableId, durationSeconds: row.encode.durationSeconds },
    startedAt,
    reporting,
    ...(typeof clockOffsetMs === "number" && { clockOffsetMs }),
    ...(endedAt && { endedAt }),
  };
}
