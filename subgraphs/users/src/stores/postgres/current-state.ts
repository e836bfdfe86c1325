import type { EventOf } from "@marquee/events";
import type { MikroORM } from "@mikro-orm/postgresql";
import { accountEntity, profileEntity } from "./entities.ts";
import { accountEvent, profileEvent } from "./events.ts";

const batch = { orderBy: { id: "asc" }, limit: 500 } as const;
const beforeAll = "00000000-0000-0000-0000-000000000000";

/** Every account and every profile, the deleted ones too, as the events that tell of them. */
export async function* currentState(orm: MikroORM): AsyncGenerator<readonly EventOf[]> {
  const em = orm.em.fork();
  yield* inBatches((after) => em.find(accountEntity, { id: { $gt: after } }, { ...batch, disableIdentityMap: true }), accountEvent);
  yield* inBatches((after) => em.find(profileEntity, { id: { $gt: after } }, { ...batch, disableIdentityMap: true }), profileEvent);
}

async function* inBatches<Row extends { readonly id: string }>(
  read: (after: string) => Promise<readonly Row[]>,
  toEvent: (row: Row) => EventOf,
): AsyncGenerator<readonly EventOf[]> {
  for (let last: Row | undefined, rows = await read(beforeAll); rows.length > 0; rows = await read(last.id)) {
    yield rows.map(toEvent);
    last = rows.at(-1);
    if (!last) return;
  }
}
