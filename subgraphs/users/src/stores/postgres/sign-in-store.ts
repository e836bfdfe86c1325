import { LockMode } from "@mikro-orm/core";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import type { Rotation, SignIn, SignInStore } from "../../domain/sign-in-store.ts";
import { type SignInRow, signInEntity, usedRefreshTokenEntity } from "./entities.ts";

const lock = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;

/** @param usedTokensLastMs how long an exchanged token is recognised when it comes back */
export function postgresSignInStore(orm: MikroORM, usedTokensLastMs: number): SignInStore {
  return {
    begin: ({ accountId, profileId, ...signIn }, most) =>
      orm.em.fork().transactional(async (em) => {
        em.create(signInEntity, { ...signIn, account: accountId, profile: profileId ?? null });
        await em.flush();
        const newestFirst = { orderBy: { lastSeenAt: "desc", id: "asc" }, offset: most, limit: 100, fields: ["id"] } as const;
        const tooMany = await em.find(signInEntity, { account: accountId }, newestFirst);
        if (tooMany.length > 0) await em.nativeDelete(signInEntity, { id: { $in: tooMany.map(({ id }) => id) } });
      }),

    rotate: (tokenHash, now, decide) =>
      orm.em.fork().transactional(async (em) => {
        // One that is exchanged while this waits for the lock no longer matches, and is found among the used ones.
        const current = await em.findOne(signInEntity, { tokenHash }, lock);
        const used = current ? null : await em.findOne(usedRefreshTokenEntity, { hash: tokenHash });
        const row = current ?? (used && (await em.findOne(signInEntity, { id: used.signIn }, lock)));
        if (!row) return undefined;
        const rotation = decide({
          rotationSalt: row.rotationSalt,
          isSignInOpen: row.expiresAt > now,
          usedAt: used?.usedAt,
          isSuccessorUsed: used !== null && used.successorHash !== row.tokenHash,
        });
        apply(em, row, rotation, now);
        return rotation.kind === "end" ? undefined : toSignIn(row);
      }),

    selectProfile: (id, profileId, now) =>
      orm.em.fork().transactional(async (em) => {
        const row = await em.findOne(signInEntity, { id, expiresAt: { $gt: now } }, lock);
        if (!row) return undefined;
        em.assign(row, { profile: profileId, lastSeenAt: now });
        return toSignIn(row);
      }),

    async end(id, accountId) {
      return (await orm.em.fork().nativeDelete(signInEntity, { id, account: accountId })) > 0;
    },

    async ofAccount(accountId, now) {
      const open = { account: accountId, expiresAt: { $gt: now } };
      const rows = await orm.em.fork().find(signInEntity, open, { orderBy: { lastSeenAt: "desc", id: "asc" } });
      return rows.map(toSignIn);
    },

    async purge(now) {
      const em = orm.em.fork();
      await em.nativeDelete(signInEntity, { expiresAt: { $lte: now } });
      await em.nativeDelete(usedRefreshTokenEntity, { usedAt: { $lte: new Date(now.getTime() - usedTokensLastMs) } });
    },
  };
}

function apply(em: EntityManager, row: SignInRow, rotation: Rotation, now: Date): void {
  switch (rotation.kind) {
    case "rotate": {
      const { successorHash, expiresAt } = rotation;
      em.create(usedRefreshTokenEntity, { hash: row.tokenHash, signIn: row.id, successorHash, usedAt: now });
      em.assign(row, { tokenHash: successorHash, lastSeenAt: now, expiresAt });
      return;
    }
    case "repeat":
      return;
    case "end":
      em.remove(row);
      return;
    default:
      rotation satisfies never;
  }
}

function toSignIn({ id, account, profile, deviceName, lastSeenAt, rotationSalt }: SignInRow): SignIn {
  return { id, accountId: account, profileId: profile ?? undefined, deviceName, lastSeenAt, rotationSalt };
}
