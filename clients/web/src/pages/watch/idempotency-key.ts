/** A key that nobody else makes. Not `crypto.randomUUID`, which plain HTTP in a home network does not have. */
export function newIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
