import type { Migration } from "@marquee/postgres";
import { rollups } from "./0001-rollups.ts";
import { sweptSince } from "./0002-swept-since.ts";

/** The history of the schema `metrics`, oldest first. */
export const migrations: readonly Migration[] = [rollups, sweptSince];
