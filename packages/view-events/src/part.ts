import { createHash } from "node:crypto";

/**
 * The part that a session's events lie in, 0 to `parts - 1`. Fixed with the keyspace: another number of parts is another store.
 *
 * @param parts 16 unless the store was made with another number
 */
export function partOf(sessionId: string, parts: number): number {
  return createHash("sha256").update(sessionId).digest().readUInt32BE(0) % parts;
}
