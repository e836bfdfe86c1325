import { execFile } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Cassandra } from "@marquee/cassandra";
import { z } from "zod";

/** All roll-ups lost, and computed anew from the raw events. */
export interface Rebuild {
  readonly events: number;
  readonly windows: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
}

export interface RebuildOptions {
  readonly cassandra: Cassandra;
  /** How the engines are reached. */
  readonly variables: Readonly<Record<string, string>>;
  /** How many were acknowledged. */
  readonly events: number;
}

const repository = fileURLToPath(new URL("../../..", import.meta.url));
/** The last received minute is over, and swept. */
const SWEPT_AFTER_MS = 75_000;
const recounted = z.object({ checked: z.number(), repaired: z.number(), pending: z.number(), seconds: z.number() });

/** @throws when something was not rebuilt */
export async function rebuild({ cassandra, variables, events }: RebuildOptions): Promise<Rebuild> {
  await wait(SWEPT_AFTER_MS);
  for (const table of ["minute_rollups", "hour_rollups", "day_rollups"]) {
    await cassandra.client.execute(`TRUNCATE ${table}`, [], { prepare: false, readTimeout: 60_000 });
  }
  const command = ["--import", "tsx", "subgraphs/metrics/src/recount.ts", "--all", "--repair", "--json"];
  const options = { cwd: repository, env: { ...process.env, ...variables }, timeout: 600_000, maxBuffer: 64 * 1_024 * 1_024 };
  const { stdout } = await promisify(execFile)(process.execPath, command, options);
  const { checked, repaired, pending, seconds } = recounted.parse(JSON.parse(stdout));
  if (repaired < checked || pending > 0)
    throw new Error(`expected all of ${checked} windows to be rebuilt: ${repaired} were, ${pending} wait`);
  return { events, windows: checked, seconds, eventsPerSecond: Math.round(events / seconds) };
}
