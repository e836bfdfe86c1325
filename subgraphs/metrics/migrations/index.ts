import type { Migration } from "@marquee/postgres";
import { rollups } from "./0001-rollups.ts";

/** The history of the schema `metrics`, oldest first. */
export const migrations: readonly Migration[] = [rollups];
