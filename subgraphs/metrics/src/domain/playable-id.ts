/** Ids are catalog's and opaque here; this only keeps out what can be none, and what a store could not take. */
export function isPlayableId(id: string): boolean {
  return /^[^\p{Cc}\p{Cs}]{1,200}$/u.test(id);
}
