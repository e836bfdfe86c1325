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
      orm.em.fork().transactional(async (em) => {
        const row = await em.findOne(accountEntity, { email }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        if (!row) return false;
        if (row.scopes.includes(scope)) return true;
        row.scopes = [...row.scopes, scope];
        await em.flush(); // gives the row its next version
        emit(em, accountEvent(row));
        return true;
      }),
  };
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

function toAccount({ id, email, passwordHash, territory, scopes }: AccountRow): Account {
  return { id, email, passwordHash, territory, scopes };
}
