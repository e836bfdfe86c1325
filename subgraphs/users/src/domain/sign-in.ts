import { normaliseEmail } from "./email.ts";
import { checkPassword, isTooLong } from "./password.ts";
import { type Refusal, refuse, type TooManyAttempts } from "./refusal.ts";
import { beginSignIn, type SignedIn, type SignInOrigin } from "./signed-in.ts";
import type { Users } from "./users.ts";

export type SignInResult = SignedIn | Refusal<"WrongCredentials"> | TooManyAttempts;

/** Signs a device in. Whether the e-mail is unknown or the password wrong cannot be told from the answer, nor from its time. */
export async function signIn(
  users: Users,
  credentials: { readonly email: string; readonly password: string },
  origin: SignInOrigin,
): Promise<SignInResult> {
  const wrong = refuse("WrongCredentials", "The e-mail address or the password is not right.");
  const { password } = credentials;
  const email = normaliseEmail(credentials.email);
  if (email === undefined || isTooLong(password)) return wrong;

  return users.hashing.run(async () => {
    const account = await users.accounts.findByEmail(email);
    const isRight = await checkPassword(users, account, { email, password, source: origin.source });
    if (typeof isRight === "object") return isRight;
    if (!account || !isRight) return wrong;
    return beginSignIn(users, account, await users.profiles.ofAccounts([account.id]), origin);
  });
}
