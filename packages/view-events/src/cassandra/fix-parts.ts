import type { Cassandra } from "@marquee/cassandra";
import { partsProblem } from "../parts-problem.ts";

/**
 * Fixes the number of parts at the first call, and holds every later one to it: with another number an event sent again would be a
 * second row, and every count would be wrong. For the owner of the events, at its start.
 *
 * @throws EngineProblem naming VIEW_EVENT_PARTS when the events lie in another number of parts
 */
export async function fixPartsCassandra({ cassandra, parts }: { readonly cassandra: Cassandra; readonly parts: number }): Promise<void> {
  if ((await fixedParts(cassandra)) === undefined) {
    // Of two first starts at once, only one may decide.
    await cassandra.run("INSERT INTO view_event_parts (name, parts) VALUES ('parts', ?) IF NOT EXISTS", [parts], { isIdempotent: false });
  }
  await requirePartsCassandra({ cassandra, parts });
}

/**
 * For a process that reads the events.
 *
 * @throws EngineProblem naming VIEW_EVENT_PARTS when the events lie in another number of parts, or nobody has fixed it yet
 */
export async function requirePartsCassandra({
  cassandra,
  parts,
}: {
  readonly cassandra: Cassandra;
  readonly parts: number;
}): Promise<void> {
  const fixed = await fixedParts(cassandra);
  const { keyspace, contactPoints } = cassandra;
  if (fixed !== parts) throw partsProblem(`the keyspace "${keyspace}" at ${contactPoints.join(", ")}`, fixed, parts);
}

async function fixedParts(cassandra: Cassandra): Promise<number | undefined> {
  const { rows } = await cassandra.run("SELECT parts FROM view_event_parts WHERE name = 'parts'");
  return rows[0]?.parts;
}
