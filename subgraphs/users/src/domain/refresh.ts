import { hashOf, successorOf } from "./refresh-token.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { PresentedToken, Rotation } from "./sign-in-store.ts";
import { type SignedIn, signInLastsMs } from "./signed-in.ts";
import type { Users } from "./users.ts";

/**
 * How long after its exchange a refresh token may be presented again: the answer was lost, or two windows of one browser refresh at
 * once. The answer is the same successor, so there is one line of tokens still, and a thief who repeats within this time ends up
 * on it together with the owner: whichever of the two comes second next time ends it for both.
 */
const repeatMs = 10_000;

/** Exchanges a refresh token for new tokens. One that was exchanged before ends the whole sign-in: somebody has a copy. */
export async function refresh(users: Users, refreshToken: string): Promise<SignedIn | Refusal<"SignInEnded">> {
  const now = users.now();
  const signIn = await users.signIns.rotate(hashOf(refreshToken), now, (token) => judge(token, refreshToken, now));
  const account = signIn && (await users.accounts.find(signIn.accountId));
  if (!account) return refuse("SignInEnded", "This device is no longer signed in. Sign in again.");
  const profiles = await users.profiles.ofAccounts([account.id]);
  const profile = profiles.find(({ id }) => id === signIn.profileId);
  const issued = await users.accessTokens.issue({ account, signIn, profile });
  return {
    kind: "SignedIn",
    account,
    deviceId: signIn.id,
    profile,
    refreshToken: successorOf(refreshToken, signIn.rotationSalt),
    ...issued,
  };
}

function judge(token: PresentedToken, refreshToken: string, now: Date): Rotation {
  if (!token.isSignInOpen) return { kind: "end" };
  if (token.usedAt === undefined) {
    const successorHash = hashOf(successorOf(refreshToken, token.rotationSalt));
    return { kind: "rotate", successorHash, expiresAt: new Date(now.getTime() + signInLastsMs) };
  }
  const isRepeat = !token.isSuccessorUsed && now.getTime() - token.usedAt.getTime() <= repeatMs;
  return { kind: isRepeat ? "repeat" : "end" };
}
