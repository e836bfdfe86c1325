import type { CassandraMigration } from "@marquee/cassandra";
import { rollups } from "./001-rollups.ts";

/** Whose tables they are, beside those of watch-history in the same keyspace. */
export const rollupOwner = "metrics";

/** The history of the roll-ups' tables, oldest first. */
export function rollupMigrations(minutesKeptDays: number): readonly CassandraMigration[] {
  return [rollups(minutesKeptDays)];
}
