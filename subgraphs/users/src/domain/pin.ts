import { guess, pinLimits } from "./attempts.ts";
import type { Profile } from "./profile.ts";
import { type Refusal, refuse, type TooManyAttempts } from "./refusal.ts";
import { verifySecret } from "./secret-hash.ts";
import type { Users } from "./users.ts";

/** Four to eight digits. */
export function isPin(pin: string): boolean {
  return /^[0-9]{4,8}$/.test(pin);
}

/** @returns the refusal where the profile has a PIN and this is not it, or it was guessed too often; `undefined` where all is well */
export async function refuseWrongPin(
  users: Users,
  { id, pinHash }: Profile,
  pin: string | undefined,
): Promise<Refusal<"WrongPin"> | TooManyAttempts | undefined> {
  if (pinHash === undefined) return undefined;
  if (pin === undefined || !isPin(pin)) return wrongPin(); // not a guess: nothing to count
  const isRight = await users.hashing.run(() => guess(users, pinLimits(id), () => verifySecret(pinHash, pin)));
  if (typeof isRight === "object") return isRight;
  return isRight ? undefined : wrongPin();
}

export function wrongPin(): Refusal<"WrongPin"> {
  return refuse("WrongPin", "This is not the profile's PIN.");
}
