import { testKeyspace } from "@marquee/cassandra/testing";
import { cassandraViewEventStore, fixPartsCassandra, migrateViewEvents } from "@marquee/view-events/cassandra";
import { pino } from "pino";
import { migrateRollups } from "../migrations/cassandra/index.ts";
import { cassandraRollupStore } from "../src/stores/cassandra/rollup-store.ts";
import { recountingContract } from "./recounting.contract.ts";

recountingContract("Cassandra", async (parts) => {
  const keyspace = await testKeyspace();
  const { cassandra } = keyspace;
  const logger = pino({ level: "silent" });
  await migrateViewEvents(cassandra, 90, logger);
  await fixPartsCassandra({ cassandra, parts });
  await migrateRollups(cassandra, 90, logger);
  return {
    viewEvents: cassandraViewEventStore({ cassandra, parts, keptDays: 90 }),
    rollups: cassandraRollupStore({ cassandra, parts, minutesKeptDays: 90 }),
    [Symbol.asyncDispose]: () => keyspace[Symbol.asyncDispose](),
  };
});
