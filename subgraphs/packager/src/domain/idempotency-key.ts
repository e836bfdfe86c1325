import { codedError } from "@marquee/coded-errors";

/** @throws BAD_USER_INPUT unless it is 1 to 200 printable characters */
export function checkIdempotencyKey(key: string): void {
  if (!/^[^\p{C}]{1,200}$/u.test(key)) throw codedError("BAD_USER_INPUT", "Expected an idempotencyKey of 1 to 200 printable characters.");
}

/** @returns the error for a key that stands for something else already */
export function keyReused(what: string): Error {
  return codedError("BAD_USER_INPUT", `The idempotencyKey was used before, for another ${what}. Choose a new one.`);
}
