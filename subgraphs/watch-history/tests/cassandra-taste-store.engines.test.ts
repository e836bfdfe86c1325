import { migrateCassandra } from "@marquee/cassandra";
import { testKeyspace } from "@marquee/cassandra/testing";
import { pino } from "pino";
import { cassandraMigrations } from "../migrations/cassandra/index.ts";
import { cassandraProfileStore } from "../src/stores/cassandra/profile-store.ts";
import { cassandraTasteStore } from "../src/stores/cassandra/taste-store.ts";
import { tasteStoreContract } from "./taste-store.contract.ts";

tasteStoreContract("Cassandra", async () => {
  const { cassandra, ...keyspace } = await testKeyspace();
  await migrateCassandra(cassandra, "watch-history", cassandraMigrations, pino({ level: "silent" }));
  return { ...keyspace, store: cassandraTasteStore(cassandra), profiles: cassandraProfileStore({ cassandra }) };
});
