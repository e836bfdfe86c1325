import type { MaturityRating } from "@marquee/events";
import { isPin, refuseWrongPin, wrongPin } from "./pin.ts";
import { isAdult, type Profile, unknownProfile } from "./profile.ts";
import { type Refusal, refuse, type TooManyAttempts } from "./refusal.ts";
import { hashSecret } from "./secret-hash.ts";
import { normaliseName } from "./text.ts";
import type { Users } from "./users.ts";

const mostProfiles = 8;

/** Who changes an account's profiles, and as whom: only an adult's profile may, so that a child cannot raise its own limit. */
export interface Manager {
  readonly accountId: string;
  readonly profileId: string | undefined;
}

export interface ProfileDone<Kind extends string> {
  readonly kind: Kind;
  readonly profile: Profile;
}

export interface ProfileWish {
  readonly name: string;
  readonly maturityLimit: MaturityRating;
  readonly pin: string | undefined;
}

export type CreateProfileResult =
  | ProfileDone<"ProfileCreated">
  | Refusal<"InvalidProfile">
  | Refusal<"AdultProfileRequired">
  | TooManyAttempts;

export async function createProfile(users: Users, manager: Manager, wish: ProfileWish): Promise<CreateProfileResult> {
  const name = normaliseName(wish.name);
  if (name === undefined) return invalidName();
  const pinHash = await hashPin(users, wish.pin);
  if (typeof pinHash === "object") return pinHash;

  const outcome = await users.profiles.change(manager.accountId, (profiles) => {
    const refused = refuseChild(profiles, manager);
    if (refused) return refused;
    if (profiles.length >= mostProfiles) return refuse("InvalidProfile", `An account has at most ${mostProfiles} profiles.`);
    return { kind: "create", profile: { name, maturityLimit: wish.maturityLimit, pinHash } } as const;
  });
  return outcome.kind === "changed" ? { kind: "ProfileCreated", profile: outcome.profile } : outcome;
}

/** What is `undefined` stays as it is. */
export interface ProfileUpdate {
  readonly profileId: string;
  readonly name: string | undefined;
  readonly maturityLimit: MaturityRating | undefined;
  readonly pin: string | undefined;
  readonly removesPin: boolean;
  /** Needed where the profile has a PIN, and it is changed or taken away. */
  readonly currentPin: string | undefined;
}

export type UpdateProfileResult =
  | ProfileDone<"ProfileUpdated">
  | Refusal<"InvalidProfile">
  | Refusal<"AdultProfileRequired">
  | Refusal<"UnknownProfile">
  | Refusal<"WrongPin">
  | Refusal<"LastAdultProfile">
  | TooManyAttempts;

export async function updateProfile(users: Users, manager: Manager, wish: ProfileUpdate): Promise<UpdateProfileResult> {
  const before = await users.profiles.ofAccounts([manager.accountId]);
  const refused = refuseChild(before, manager);
  if (refused) return refused;
  const known = before.find(({ id }) => id === wish.profileId);
  if (!known) return unknownProfile();
  const name = wish.name === undefined ? known.name : normaliseName(wish.name);
  if (name === undefined) return invalidName();
  if (wish.pin !== undefined && wish.removesPin) return refuse("InvalidProfile", "A PIN can be set or taken away, not both at once.");

  const changesPin = wish.pin !== undefined || wish.removesPin;
  const wrong = changesPin ? await refuseWrongPin(users, known, wish.currentPin) : undefined;
  if (wrong) return wrong;
  const pinHash = await hashPin(users, wish.pin);
  if (typeof pinHash === "object") return pinHash;

  const outcome = await users.profiles.change(manager.accountId, (profiles) => {
    const profile = profiles.find(({ id }) => id === known.id);
    if (!profile) return unknownProfile();
    if (changesPin && profile.pinHash !== known.pinHash) return wrongPin(); // somebody changed it since it was checked
    const { maturityLimit = profile.maturityLimit } = wish;
    const updated: Profile = {
      ...profile,
      maturityLimit,
      name: wish.name === undefined ? profile.name : name,
      ...(changesPin && { pinHash }),
    };
    const others = profiles.filter(({ id }) => id !== profile.id);
    return refuseChild(profiles, manager) ?? refuseWithoutAdult([...others, updated]) ?? ({ kind: "update", profile: updated } as const);
  });
  return outcome.kind === "changed" ? { kind: "ProfileUpdated", profile: outcome.profile } : outcome;
}

export type DeleteProfileResult =
  | { readonly kind: "ProfileDeleted"; readonly profileId: string }
  | Refusal<"AdultProfileRequired">
  | Refusal<"UnknownProfile">
  | Refusal<"LastAdultProfile">;

export async function deleteProfile(users: Users, manager: Manager, profileId: string): Promise<DeleteProfileResult> {
  const outcome = await users.profiles.change(manager.accountId, (profiles) => {
    const refused = refuseChild(profiles, manager);
    if (refused) return refused;
    const profile = profiles.find(({ id }) => id === profileId);
    if (!profile) return unknownProfile();
    return refuseWithoutAdult(profiles.filter(({ id }) => id !== profileId)) ?? ({ kind: "delete", profile } as const);
  });
  return outcome.kind === "changed" ? { kind: "ProfileDeleted", profileId } : outcome;
}

function refuseChild(profiles: readonly Profile[], { profileId }: Manager): Refusal<"AdultProfileRequired"> | undefined {
  const selected = profiles.find(({ id }) => id === profileId);
  if (selected && isAdult(selected)) return undefined;
  return refuse("AdultProfileRequired", "Only an adult may change profiles. Select an adult's profile first.");
}

/** An account without an adult's profile could never be changed again. */
function refuseWithoutAdult(remaining: readonly Profile[]): Refusal<"LastAdultProfile"> | undefined {
  return remaining.some(isAdult) ? undefined : refuse("LastAdultProfile", "An account keeps at least one adult's profile.");
}

async function hashPin(users: Users, pin: string | undefined): Promise<string | undefined | Refusal<"InvalidProfile"> | TooManyAttempts> {
  if (pin === undefined) return undefined;
  return isPin(pin) ? users.hashing.run(() => hashSecret(pin)) : refuse("InvalidProfile", "The PIN needs 4 to 8 digits.");
}

function invalidName(): Refusal<"InvalidProfile"> {
  return refuse("InvalidProfile", "The name needs 1 to 60 characters that can be shown.");
}
