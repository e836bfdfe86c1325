import type { MikroORM } from "@mikro-orm/postgresql";
import type { SigningKeyStore } from "../../domain/access-token.ts";
import { signingKeyEntity } from "./entities.ts";

const newestFirst = { orderBy: { createdAt: "desc" } } as const;

export function postgresSigningKeyStore(orm: MikroORM): SigningKeyStore {
  return {
    active: () => orm.em.fork().find(signingKeyEntity, {}, newestFirst),

    renew: (decide) =>
      orm.em.fork().transactional(async (em) => {
        await em.execute("LOCK TABLE users.signing_keys IN EXCLUSIVE MODE"); // reading goes on
        const rows = await em.find(signingKeyEntity, {}, newestFirst);
        const keys = await decide(rows);
        for (const row of rows) if (!keys.some(({ id }) => id === row.id)) em.remove(row);
        for (const key of keys) if (!rows.some(({ id }) => id === key.id)) em.create(signingKeyEntity, key);
      }),
  };
}
