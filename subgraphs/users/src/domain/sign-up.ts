import type { Account } from "./account.ts";
import { normaliseEmail } from "./email.ts";
import { checkPassword, passwordProblem } from "./password.ts";
import { firstPlan } from "./plan.ts";
import { type Refusal, refuse, type TooManyAttempts } from "./refusal.ts";
import { hashSecret } from "./secret-hash.ts";
import { beginSignIn, type SignedIn, type SignInOrigin } from "./signed-in.ts";
import { normaliseName } from "./text.ts";
import type { Users } from "./users.ts";

export interface SignUpRequest {
  readonly email: string;
  readonly password: string;
  /** Of the first profile. */
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | undefined;
}

export type SignUpResult = SignedIn | Refusal<"EmailTaken"> | Refusal<"InvalidSignUp"> | TooManyAttempts;

/** Creates an account with one profile and signs in. For an account that is there already it is a sign-in, guarded like one. */
export async function signUp(users: Users, request: SignUpRequest, origin: SignInOrigin): Promise<SignUpResult> {
  const valid = validated(request);
  if (valid.kind === "InvalidSignUp") return valid;
  const { email, password, name, territory = users.defaultTerritory } = valid;

  return users.hashing.run(async () => {
    const existing = await users.accounts.findByEmail(email);
    if (existing) return signInAgain(existing);
    const profiles = [{ name, maturityLimit: "EIGHTEEN", pinHash: undefined } as const];
    const passwordHash = await hashSecret(password);
    const created = await users.accounts.create({ email, passwordHash, territory, scopes: [], plan: firstPlan, profiles });
    if (created) return beginSignIn(users, created.account, created.profiles, origin);
    const faster = await users.accounts.findByEmail(email); // two signed up at once, and the other was first
    if (!faster) throw new Error("an account that was just there is gone");
    return signInAgain(faster);
  });

  async function signInAgain(account: Account): Promise<SignUpResult> {
    const isRight = await checkPassword(users, account, { email, password, source: origin.source });
    if (typeof isRight === "object") return isRight;
    if (!isRight) return refuse("EmailTaken", "This e-mail address has an account already. Sign in instead.");
    return beginSignIn(users, account, await users.profiles.ofAccounts([account.id]), origin);
  }
}

interface ValidSignUp {
  readonly kind: "valid";
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly territory: string | undefined;
}

function validated({ password, country, ...request }: SignUpRequest): ValidSignUp | Refusal<"InvalidSignUp"> {
  const email = normaliseEmail(request.email);
  const name = normaliseName(request.name);
  const isCountryKnown = country === undefined || isCountry(country);
  const problems = [
    email === undefined && "The e-mail address is not one.",
    passwordProblem(password, email),
    name === undefined && "The name needs 1 to 60 characters that can be shown.",
    !isCountryKnown && "The country needs the two letters of ISO 3166-1, such as DE.",
  ].filter((problem) => typeof problem === "string");
  if (email === undefined || name === undefined || problems.length > 0) return refuse("InvalidSignUp", problems.join(" "));
  return { kind: "valid", email, password, name, territory: country };
}

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code) !== undefined;
}
