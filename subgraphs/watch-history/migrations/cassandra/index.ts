import type { CassandraMigration } from "@marquee/cassandra";
import { profiles } from "./001-profiles.ts";
import { pseudonyms } from "./002-pseudonyms.ts";
import { tastes } from "./003-tastes.ts";

/** What is made of view events for profiles, oldest first; the raw events have a history of their own, beside it in the keyspace. */
export const cassandraMigrations: readonly CassandraMigration[] = [profiles, pseudonyms, tastes];
