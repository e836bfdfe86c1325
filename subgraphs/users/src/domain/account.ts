import type { PlanId } from "./plan.ts";
import type { NewProfile, Profile } from "./profile.ts";

export interface Account {
  readonly id: string;
  /** Normalised, see `normaliseEmail`. */
  readonly email: string;
  /** A PHC string, see `hashSecret`. */
  readonly passwordHash: string;
  /** ISO 3166-1 alpha-2. */
  readonly territory: string;
  /** `operate` makes an operator. */
  readonly scopes: readonly string[];
  readonly plan: PlanId;
}

export interface NewAccount extends Omit<Account, "id"> {
  /** In the order in which they are shown; at least one. */
  readonly profiles: readonly NewProfile[];
}

export interface AccountStore {
  find(id: string): Promise<Account | undefined>;
  findByEmail(email: string): Promise<Account | undefined>;
  /** Creates an account with its first profiles, or nothing at all (and answers `undefined`) where its e-mail is taken. */
  create(account: NewAccount): Promise<{ readonly account: Account; readonly profiles: readonly Profile[] } | undefined>;
  /** @returns whether there is an account of this e-mail; it has the scope from then on */
  grantScope(email: string, scope: string): Promise<boolean>;
  /** @returns whether there is an account of this e-mail; it has the plan from then on */
  changePlan(email: string, plan: PlanId): Promise<boolean>;
}
