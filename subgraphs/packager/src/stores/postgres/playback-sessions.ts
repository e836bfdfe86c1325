import { envelope } from "@marquee/events";
import { emit } from "@marquee/outbox";
import type { EntityManager, InferEntity, Loaded, MikroORM } from "@mikro-orm/postgresql";
import { sessionLifetimeMs } from "../../domain/media-links.ts";
import type { NewSession, PlaybackSession, PlaybackStore } from "../../domain/playback.ts";
import { encode, playbackSession } from "./entities.ts";
import { lockMembership } from "./memberships.ts";
import { isUuid } from "./uuid.ts";

type Row = Loaded<InferEntity<typeof playbackSession>, "encode">;

/** So many of an account's sessions are looked at when another one starts; more are there only after a long outage of watch-history. */
const MOST_LIVE = 1_000;

/** @param committed called after a session and its event were committed */
export function postgresPlaybackSessions(orm: MikroORM, committed: () => void): PlaybackStore {
  return {
    byKey: (profileId, idempotencyKey) => byKey(orm.em.fork(), profileId, idempotencyKey),

    async byId(id) {
      if (!isUuid(id)) return undefined;
      const row = await orm.em.fork().findOne(playbackSession, { id }, { populate: ["encode"] });
      return row ? sessionOf(row) : undefined;
    },

    async add(wanted, decide) {
      const { session, idempotencyKey } = wanted;
      const { accountId, profileId, startedAt } = session;
      const outcome = await orm.em.fork().transactional(async (em) => {
        const membership = await lockMembership(em, accountId, profileId);
        const earlier = await byKey(em, profileId, idempotencyKey);
        if (earlier) return earlier;
        const decision = decide({ membership, live: await liveSessions(em, accountId, startedAt) });
        if (decision.kind !== "Take") return decision;
        if (decision.ending.length > 0)
          await em.nativeUpdate(playbackSession, { id: { $in: [...decision.ending] }, endedAt: null }, { endedAt: startedAt });
        insert(em, wanted);
        return session;
      });
      if (outcome === session) committed();
      return outcome;
    },

    async end(id, accountId, at) {
      if (!isUuid(id)) return false;
      const em = orm.em.fork();
      const ended = await em.nativeUpdate(playbackSession, { id, accountId, endedAt: null }, { endedAt: at });
      return ended > 0 || (await em.count(playbackSession, { id, accountId })) > 0;
    },
  };
}

async function byKey(em: EntityManager, profileId: string, idempotencyKey: string): Promise<PlaybackSession | undefined> {
  const row = await em.findOne(playbackSession, { profileId, idempotencyKey }, { populate: ["encode"] });
  return row ? sessionOf(row) : undefined;
}

async function liveSessions(em: EntityManager, accountId: string, now: Date): Promise<readonly PlaybackSession[]> {
  const startedAt = { $gt: new Date(now.getTime() - sessionLifetimeMs) };
  const options = { populate: ["encode"], orderBy: { startedAt: "asc" }, limit: MOST_LIVE } as const;
  return (await em.find(playbackSession, { accountId, endedAt: null, startedAt }, options)).map(sessionOf);
}

function insert(em: EntityManager, { session, idempotencyKey, token }: NewSession): void {
  const { encode: pinned, ...columns } = session;
  em.create(playbackSession, { ...columns, idempotencyKey, encode: em.getReference(encode, pinned.id) }, { persist: true });
  const about = { source: "/packager", subject: session.id, sequence: 1, time: session.startedAt };
  emit(em, envelope("marquee.packager.playback-started.v1", about, { token }));
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
