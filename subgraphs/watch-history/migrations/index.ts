import type { Migration } from "@marquee/postgres";
import { viewEventMigrations } from "@marquee/view-events/postgres";
import { profiles } from "./001-profiles.ts";
import { lastReports } from "./002-last-reports.ts";
import { pseudonyms } from "./003-pseudonyms.ts";
import { tastes } from "./004-tastes.ts";

/** All of the schema, oldest first: the raw view events, and what is made of them for profiles. */
export const migrations: readonly Migration[] = [...viewEventMigrations, profiles, lastReports, pseudonyms, tastes];
