import type { Migration } from "@marquee/postgres";
import { first } from "./0001-first.ts";
import { memberships } from "./0002-memberships.ts";

/** The schema's history, oldest first. */
export const migrations: readonly Migration[] = [first, memberships];
