import type { Migration } from "@marquee/postgres";
import { first } from "./0001-first.ts";

/** The schema's history, oldest first. */
export const migrations: readonly Migration[] = [first];
