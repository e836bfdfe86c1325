import { escapeIdentifier } from "pg";
import { partsProblem } from "../parts-problem.ts";
import type { PostgresViewEventStoreOptions } from "./view-event-store.ts";

/**
 * Fixes the number of parts at the first call, and holds every later one to it: with another number an event sent again would be a
 * second row, and every count would be wrong. For the owner of the events, at its start.
 *
 * @throws EngineProblem naming VIEW_EVENT_PARTS when the events lie in another number of parts
 */
export async function fixParts({ pool, schema, parts }: PostgresViewEventStoreOptions): Promise<void> {
  const table = `${escapeIdentifier(schema)}.view_event_parts`;
  await pool.query(`INSERT INTO ${table} (parts) VALUES ($1) ON CONFLICT DO NOTHING`, [parts]);
  const { rows } = await pool.query<{ parts: number }>(`SELECT parts FROM ${table}`);
  const fixed = rows[0]?.parts;
  if (fixed !== parts) throw partsProblem(`the schema "${schema}"`, fixed, parts);
}
