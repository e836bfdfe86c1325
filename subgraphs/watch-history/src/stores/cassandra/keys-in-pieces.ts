/** So many rows of a partition are asked for by their keys at once. */
const AT_ONCE = 200;
/** Cassandra's limit for a key; nothing is known by a longer name. */
const LONGEST_BYTES = 65_535;

/** Keys as `IN ?` takes them, a piece for each query. */
export function keysInPieces(keys: readonly string[]): readonly (readonly string[])[] {
  const known = keys.filter((key) => Buffer.byteLength(key) <= LONGEST_BYTES);
  const pieces: (readonly string[])[] = [];
  for (let from = 0; from < known.length; from += AT_ONCE) pieces.push(known.slice(from, from + AT_ONCE));
  return pieces;
}
