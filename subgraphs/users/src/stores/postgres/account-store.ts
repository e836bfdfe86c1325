import { randomUUID } from "node:crypto";
import { emit } from "@marquee/outbox";
import { LockMode, UniqueConstraintViolationException } from "@mikro-orm/core";
import type { MikroORM } from "@mikro-orm/postgresql";
import type { Account, AccountStore, NewAccount } from "../../domain/account.ts";
import { type AccountRow, accountEntity } from "./entities.ts";
import { accountEvent, profileEvent } from "./events.ts";
import { newProfileRow, toProfile } from "./profile-store.ts";

export function postgresAccountStore(orm: MikroORM): AccountStore {
  return {
    async find(id) {
      const row = await orm.em.fork().findOne(accountEntity, { id });
      return row ? toAccount(row) : undefined;
    },

    async findByEmail(email) {
      const row = await orm.em.fork().findOne(accountEntity, { email });
      return row ? toAccount(row) : undefined;
    },

    async create(account) {
      try {
        return await create(orm, account);
      } catch (error) {
        if (error instanceof UniqueConstraintViolationException) return undefined;
        throw error;
      }
    },

    grantScope: (email, scope) =>
      change(orm, email, (row) => {
        if (!row.scopes.includes(scope)) row.scopes = [...row.scopes, scope];
      }),

    changePlan: (email, plan) =>
      change(orm, email, (row) => {
        row.plan = plan;
      }),
  };
}

/** Changes an account and tells of it, unless it is so already. @returns whether there is one of this e-mail */
function change(orm: MikroORM, email: string, apply: (row: AccountRow) => void): Promise<boolean> {
  return orm.em.fork().transactional(async (em) => {
    const row = await em.findOne(accountEntity, { email }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!row) return false;
    const { version } = row;
    apply(row);
    await em.flush(); // gives a row that changed its next version
    if (row.version !== version) emit(em, accountEvent(row));
    return true;
  });
}

function create(orm: MikroORM, { profiles, scopes, ...account }: NewAccount) {
  return orm.em.fork().transactional(async (em) => {
    const row = em.create(accountEntity, { id: randomUUID(), ...account, scopes: [...scopes] });
    const now = Date.now();
    // A millisecond apart, since the order of creation is the order in which they are shown.
    const rows = profiles.map((profile, i) => newProfileRow(em, row.id, profile, new Date(now + i)));
    await em.flush(); // gives the rows their first version
    for (const event of [accountEvent(row), ...rows.map(profileEvent)]) emit(em, event);
    return { account: toAccount(row), profiles: rows.map(toProfile) };
  });
}

function toAccount({ id, email, passwordHash, territory, scopes, plan }: AccountRow): Account {
  return { id, email, passwordHash, territory, scopes, plan };
}
