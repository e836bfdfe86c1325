import { createHash } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import { type TooManyAttempts, tooManyAttempts } from "./refusal.ts";
import type { Users } from "./users.ts";

/** How often something may be guessed within a stretch of time that starts with the first try. */
export interface TryLimit {
  readonly key: string;
  readonly tries: number;
  readonly windowSeconds: number;
}

export interface AttemptStore {
  /** Counts a try, at once for all processes. @returns how long to wait where it is one too many */
  take(limit: TryLimit, now: Date): Promise<{ readonly retryAfterSeconds: number } | undefined>;
  /** Takes back a try that was no guess. */
  giveBack(limit: TryLimit): Promise<void>;
  /** Forgets windows that are over. */
  purge(now: Date): Promise<void>;
}

const quarterHour = 900;

/**
 * For a password: of one e-mail address, known or not, and from one source. The source's limit leaves room for a household or an
 * office behind one address. Without a source only the account's limit holds.
 */
export function passwordLimits(email: string, source: string | undefined): readonly TryLimit[] {
  const digest = createHash("sha256").update(email).digest("base64url");
  const ofAccount = { key: `password:${digest}`, tries: 10, windowSeconds: quarterHour };
  return source === undefined ? [ofAccount] : [{ key: `source:${networkOf(source)}`, tries: 100, windowSeconds: quarterHour }, ofAccount];
}

/** For a profile's PIN, which is shorter: a child at the same screen has time. */
export function pinLimits(profileId: string): readonly TryLimit[] {
  return [{ key: `pin:${profileId}`, tries: 5, windowSeconds: quarterHour }];
}

/**
 * Checks a guess, counting it before it is known to be wrong, so that guesses made at the same time are counted too.
 * A right one does not count.
 */
export async function guess(
  { attempts, now }: Pick<Users, "attempts" | "now">,
  limits: readonly TryLimit[],
  isRight: () => Promise<boolean>,
): Promise<boolean | TooManyAttempts> {
  for (const limit of limits) {
    const refused = await attempts.take(limit, now());
    if (refused) return tooManyAttempts(refused.retryAfterSeconds);
  }
  if (!(await isRight())) return false;
  await Promise.all(limits.map((limit) => attempts.giveBack(limit)));
  return true;
}

/** What one customer has of the address space: an IPv4 address, or the first 64 bits of an IPv6 one. */
export function networkOf(address: string): string {
  const mapped = address.replace(/^::ffff:/i, "");
  if (isIPv4(mapped)) return mapped;
  if (!isIPv6(address)) return address.slice(0, 64);
  const [left = "", right = ""] = address.split("%")[0]?.split("::") ?? [];
  const before = left.split(":").filter(Boolean);
  const after = right.split(":").filter(Boolean);
  const groups = [
    ...before,
    ...Array<string>(8)
      .fill("0")
      .slice(before.length + after.length),
    ...after,
  ];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
