import type { Migration } from "@marquee/postgres";
import { catalog } from "./001-catalog.ts";

/** Oldest first. */
export const migrations: readonly Migration[] = [catalog];
