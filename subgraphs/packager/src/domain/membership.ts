import type { EventOf } from "@marquee/events";
import type { Viewer } from "@marquee/viewer-claim";

/** What users last said of an account and of one of its profiles. */
export interface Membership {
  /** How many screens may watch at once; 0 for an account that was deleted or has no membership. */
  readonly streamLimit: number;
  readonly isProfileDeleted: boolean;
}

/** The limit of an account that nothing was said of yet: that of the plan which new accounts have, so that a late event refuses nobody. */
export const firstStreamLimit = 2;

export interface MembershipStore {
  /** Of whoever the claim names. */
  of(viewer: Pick<Viewer, "accountId" | "profileId">): Promise<Membership>;
}

export interface MembershipProjection {
  /** Takes over what users says, unless something newer is held, and ends the sessions of what was deleted. */
  apply(events: readonly EventOf<"marquee.users.account.v1" | "marquee.users.profile.v1">[], at: Date): Promise<void>;
}

export type Outsider = { readonly kind: "NotEntitled" | "ProfileRequired"; readonly message: string };

/** Why an account, or its profile, may watch nothing at all; undefined where it may. */
export function refuseOutsider({ streamLimit, isProfileDeleted }: Membership): Outsider | undefined {
  if (streamLimit === 0) return { kind: "NotEntitled", message: "The account has no membership that includes watching." };
  if (isProfileDeleted) return { kind: "ProfileRequired", message: "This profile was deleted. Select another one." };
  return undefined;
}
