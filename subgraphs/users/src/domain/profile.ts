import type { MaturityRating } from "@marquee/events";
import { type Refusal, refuse } from "./refusal.ts";

export interface Profile {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly maturityLimit: MaturityRating;
  /** A PHC string, see `hashSecret`; `undefined` for a profile that anyone of the account may select. */
  readonly pinHash: string | undefined;
}

export type NewProfile = Omit<Profile, "id" | "accountId">;

/** What is to happen to an account's profiles. */
export type ProfileChange =
  | { readonly kind: "create"; readonly profile: NewProfile }
  | { readonly kind: "update"; readonly profile: Profile }
  | { readonly kind: "delete"; readonly profile: Profile };

/** An adult's profile: the only kind that may change profiles, so that a child cannot raise its own limit. */
export function isAdult(profile: Profile): boolean {
  return profile.maturityLimit === "EIGHTEEN";
}

export function unknownProfile(): Refusal<"UnknownProfile"> {
  return refuse("UnknownProfile", "The account has no such profile.");
}

export interface ProfileStore {
  /** The profiles of several accounts, each account's in the order of their creation. */
  ofAccounts(accountIds: readonly string[]): Promise<readonly Profile[]>;
  /**
   * Changes one profile of an account while nobody else changes any of them.
   *
   * @param decide is handed the account's profiles as they are; what it answers other than a change is returned as it is, and nothing is changed
   * @returns the profile as it is now; a deleted one has lost its name
   */
  change<Refused extends Refusal<string>>(
    accountId: string,
    decide: (profiles: readonly Profile[]) => ProfileChange | Refused,
  ): Promise<{ readonly kind: "changed"; readonly profile: Profile } | Refused>;
}
