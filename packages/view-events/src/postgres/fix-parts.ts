import { DatabaseError, escapeIdentifier, type Pool } from "pg";
import { partsProblem } from "../parts-problem.ts";
import type { PostgresViewEventStoreOptions } from "./view-event-store.ts";

/** Source: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNDEFINED_TABLE = "42P01";

/**
 * Fixes the number of parts at the first call, and holds every later one to it: with another number an event sent again would be a
 * second row, and every count would be wrong. For the owner of the events, at its start.
 *
 * @throws EngineProblem naming VIEW_EVENT_PARTS when the events lie in another number of parts
 */
export async function fixParts({ pool, schema, parts }: PostgresViewEventStoreOptions): Promise<void> {
  await pool.query(`INSERT INTO ${escapeIdentifier(schema)}.view_event_parts (parts) VALUES ($1) ON CONFLICT DO NOTHING`, [parts]);
  await requireParts({ pool, schema, parts });
}

/**
 * For a process that reads the events.
 *
 * @throws EngineProblem naming VIEW_EVENT_PARTS when the events lie in another number of parts, or nobody has fixed it yet
 */
export async function requireParts({ pool, schema, parts }: PostgresViewEventStoreOptions): Promise<void> {
  const fixed = await fixedParts(pool, schema);
  if (fixed !== parts) throw partsProblem(`the schema "${schema}"`, fixed, parts);
}

async function fixedParts(pool: Pool, schema: string): Promise<number | undefined> {
  try {
    const { rows } = await pool.query<{ parts: number }>(`SELECT parts FROM ${escapeIdentifier(schema)}.view_event_parts`);
    return rows[0]?.parts;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) return undefined;
    throw error;
  }
}
