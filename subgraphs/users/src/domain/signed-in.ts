import { randomUUID } from "node:crypto";
import type { IssuedToken } from "./access-token.ts";
import type { Account } from "./account.ts";
import type { Profile } from "./profile.ts";
import { hashOf, newRefreshToken } from "./refresh-token.ts";
import { normaliseName } from "./text.ts";
import type { Users } from "./users.ts";

/** Longer than this without a refresh, and a device has to sign in again. */
export const signInLastsMs = 60 * 24 * 3_600_000;

/** More than any household has; a script that signs in every minute does not fill the table. */
const mostDevices = 50;

export interface SignedIn extends IssuedToken {
  readonly kind: "SignedIn";
  readonly account: Account;
  readonly deviceId: string;
  readonly profile: Profile | undefined;
  readonly refreshToken: string;
}

/** Where a sign-in comes from. */
export interface SignInOrigin {
  /** What the device calls itself. */
  readonly deviceName: string | undefined;
  /** The client's network address; `undefined` where the router does not say. */
  readonly source: string | undefined;
}

/** Signs a device in to an account whose owner has proven themselves. */
export async function beginSignIn(
  users: Users,
  account: Account,
  profiles: readonly Profile[],
  { deviceName }: SignInOrigin,
): Promise<SignedIn> {
  const now = users.now();
  const refreshToken = newRefreshToken();
  const [only, ...others] = profiles;
  const profile = only?.pinHash === undefined && others.length === 0 ? only : undefined;
  const signIn = {
    id: randomUUID(),
    accountId: account.id,
    deviceName: (deviceName !== undefined && normaliseName(deviceName)) || "Unnamed device",
    profileId: profile?.id,
    lastSeenAt: now,
    rotationSalt: newRefreshToken(),
  };
  const tokenHash = hashOf(refreshToken);
  await users.signIns.begin({ ...signIn, tokenHash, expiresAt: new Date(now.getTime() + signInLastsMs) }, mostDevices);
  const issued = await users.accessTokens.issue({ account, signIn, profile });
  return { kind: "SignedIn", account, deviceId: signIn.id, profile, refreshToken, ...issued };
}
