import type { AccessTokens } from "./access-token.ts";
import type { AccountStore } from "./account.ts";
import type { AttemptStore } from "./attempts.ts";
import type { ProfileStore } from "./profile.ts";
import type { SignInStore } from "./sign-in-store.ts";
import type { Turns } from "./turns.ts";

/** What the use-cases of this folder stand on. */
export interface Users {
  readonly accounts: AccountStore;
  readonly profiles: ProfileStore;
  readonly signIns: SignInStore;
  readonly attempts: AttemptStore;
  /** Hashing a secret takes a core for a while: it waits for its turn. */
  readonly hashing: Turns;
  readonly accessTokens: AccessTokens;
  /** ISO 3166-1 alpha-2 of an account that did not say. */
  readonly defaultTerritory: string;
  readonly now: () => Date;
}
