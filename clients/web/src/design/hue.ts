/** A number that is always the same for a text and spread evenly over texts (FNV-1a). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}

/** A colour's angle for a text. */
export function hueOf(text: string): number {
  return hashOf(text) % 360;
}
