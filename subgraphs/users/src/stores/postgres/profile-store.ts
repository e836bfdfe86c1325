import { randomUUID } from "node:crypto";
import { emit } from "@marquee/outbox";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import type { NewProfile, Profile, ProfileChange, ProfileStore } from "../../domain/profile.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { accountEntity, type ProfileRow, profileEntity } from "./entities.ts";
import { profileEvent } from "./events.ts";

export function postgresProfileStore(orm: MikroORM): ProfileStore {
  return {
    async ofAccounts(accountIds) {
      const rows = await liveProfiles(orm.em.fork(), accountIds);
      return rows.map(toProfile);
    },

    change: (accountId, decide) =>
      orm.em.fork().transactional(async (em) => {
        await em.findOne(accountEntity, { id: accountId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        const rows = await liveProfiles(em, [accountId]);
        const decision = decide(rows.map(toProfile));
        if (isRefusal(decision)) return decision;
        return { kind: "changed", profile: toProfile(await apply(em, accountId, rows, decision)) } as const;
      }),
  };
}

/** A row for a new profile; it has a version, and so an event to emit, after the flush. */
export function newProfileRow(em: EntityManager, accountId: string, profile: NewProfile, createdAt: Date): ProfileRow {
  return em.create(profileEntity, { id: randomUUID(), account: accountId, ...profile, createdAt });
}

export function toProfile({ id, account, name, maturityLimit, pinHash }: ProfileRow): Profile {
  return { id, accountId: account, name, maturityLimit, pinHash: pinHash ?? undefined };
}

function liveProfiles(em: EntityManager, accountIds: readonly string[]): Promise<ProfileRow[]> {
  return em.find(profileEntity, { account: { $in: [...accountIds] }, deletedAt: null }, { orderBy: { createdAt: "asc", id: "asc" } });
}

function isRefusal<Refused extends Refusal<string>>(decision: ProfileChange | Refused): decision is Refused {
  return "message" in decision;
}

async function apply(em: EntityManager, accountId: string, rows: readonly ProfileRow[], change: ProfileChange): Promise<ProfileRow> {
  const row = change.kind === "create" ? newProfileRow(em, accountId, change.profile, new Date()) : rowOf(rows, change.profile);
  if (change.kind === "update") {
    const { name, maturityLimit, pinHash = null } = change.profile;
    em.assign(row, { name, maturityLimit, pinHash });
  }
  if (change.kind === "delete") em.assign(row, { name: "", pinHash: null, deletedAt: new Date() });
  await em.flush(); // gives the row its next version
  emit(em, profileEvent(row));
  return row;
}

function rowOf(rows: readonly ProfileRow[], { id }: Profile): ProfileRow {
  const row = rows.find((one) => one.id === id);
  if (!row) throw new Error("a change names a profile that it was not handed");
  return row;
}
