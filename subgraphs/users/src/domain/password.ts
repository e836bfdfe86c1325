import type { Account } from "./account.ts";
import { guess, passwordLimits } from "./attempts.ts";
import type { TooManyAttempts } from "./refusal.ts";
import { unmatchable, verifySecret } from "./secret-hash.ts";
import { lengthOf } from "./text.ts";
import type { Users } from "./users.ts";

const shortest = 8;
const longest = 128;

/** @returns what is wrong with a new password; `undefined` for a good one */
export function passwordProblem(password: string, email: string | undefined): string | undefined {
  if (lengthOf(password) < shortest || isTooLong(password)) return `The password needs ${shortest} to ${longest} characters.`;
  if (email !== undefined && password.trim().toLowerCase() === email) return "The password cannot be the e-mail address.";
  return undefined;
}

/** No account has such a password, and hashing megabytes is work. */
export function isTooLong(password: string): boolean {
  return lengthOf(password) > longest;
}

/** Checks a password within the limits of guessing; without an account it is wrong, and takes as long. Runs in a turn of `users.hashing`. */
export function checkPassword(
  users: Users,
  account: Account | undefined,
  given: { readonly email: string; readonly password: string; readonly source: string | undefined },
): Promise<boolean | TooManyAttempts> {
  const { email, password, source } = given;
  return guess(users, passwordLimits(email, source), () => verifySecret(account?.passwordHash ?? unmatchable, password));
}
