/** Ids are catalog's and opaque here; this only keeps out what can be none, and what no store could take. */
export function isPlayableId(id: string): boolean {
  return /^[\w.:-]{1,100}$/.test(id);
}
