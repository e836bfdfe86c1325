import type { Migration } from "@marquee/postgres";
import { accounts } from "./0001-accounts.ts";
import { plans } from "./0002-plans.ts";

/** All of them, oldest first. */
export const migrations: readonly Migration[] = [accounts, plans];
