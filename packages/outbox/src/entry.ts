import type { EventOf } from "@marquee/events";
import { defineEntity, type EntityManager, p } from "@mikro-orm/core";

/** One event that is committed with the change it tells of, and not yet delivered. Add it to the `entities` of the subgraph's MikroORM. */
export const outboxEntry = defineEntity({
  name: "OutboxEntry",
  tableName: "outbox",
  properties: {
    id: p.bigint().primary().autoincrement(),
    type: p.string(),
    event: p.json<EventOf>(),
  },
});

/** The statements that make the outbox's tables, for a subgraph's first migration. */
export const outboxSql: readonly string[] = [
  `CREATE TABLE outbox (
     id bigserial PRIMARY KEY,
     type text NOT NULL,
     event jsonb NOT NULL,
     attempts int NOT NULL DEFAULT 0,
     due_at timestamptz NOT NULL DEFAULT now()
   )`,
  "CREATE INDEX outbox_due ON outbox (type, due_at)",
  "CREATE TABLE outbox_published (generation text NOT NULL)",
];

/** Leaves an event in the outbox, in the transaction of the change it tells of. */
export function emit(em: EntityManager, event: EventOf): void {
  em.persist(em.create(outboxEntry, { type: event.type, event }));
}
