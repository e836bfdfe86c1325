import type { IssuedToken } from "./access-token.ts";
import { refuseWrongPin } from "./pin.ts";
import { type Profile, unknownProfile } from "./profile.ts";
import type { Refusal, TooManyAttempts } from "./refusal.ts";
import type { Users } from "./users.ts";

export interface ProfileSelected extends IssuedToken {
  readonly kind: "ProfileSelected";
  readonly profile: Profile;
}

export type SelectProfileResult = ProfileSelected | Refusal<"WrongPin"> | TooManyAttempts | Refusal<"UnknownProfile">;

/** Makes a signed-in device a profile's. @returns `undefined` where the device is no longer signed in */
export async function selectProfile(
  users: Users,
  device: { readonly accountId: string; readonly deviceId: string | undefined },
  { profileId, pin }: { readonly profileId: string; readonly pin: string | undefined },
): Promise<SelectProfileResult | undefined> {
  const [account, profiles] = await Promise.all([users.accounts.find(device.accountId), users.profiles.ofAccounts([device.accountId])]);
  const profile = profiles.find(({ id }) => id === profileId);
  if (!profile) return unknownProfile();
  const refused = await refuseWrongPin(users, profile, pin);
  if (refused) return refused;
  const signIn = device.deviceId === undefined ? undefined : await users.signIns.selectProfile(device.deviceId, profile.id, users.now());
  if (!account || !signIn) return undefined;
  return { kind: "ProfileSelected", profile, ...(await users.accessTokens.issue({ account, signIn, profile })) };
}
