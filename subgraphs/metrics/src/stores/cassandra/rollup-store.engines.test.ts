import { testKeyspace } from "@marquee/cassandra/testing";
import { pino } from "pino";
import { migrateRollups } from "../../../migrations/cassandra/index.ts";
import { rollupStoreContract } from "../../../tests/rollup-store.contract.ts";
import { cassandraRollupStore } from "./rollup-store.ts";

rollupStoreContract("Cassandra", async () => {
  const keyspace = await testKeyspace();
  const { cassandra } = keyspace;
  await migrateRollups(cassandra, 90, pino({ level: "silent" }));
  return {
    store: cassandraRollupStore({ cassandra, parts: 16, minutesKeptDays: 90 }),
    expiresOnCall: false,
    [Symbol.asyncDispose]: () => keyspace[Symbol.asyncDispose](),
  };
});
