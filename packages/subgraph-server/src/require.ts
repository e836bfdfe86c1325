import { codedError } from "@marquee/coded-errors";
import type { Viewer } from "@marquee/viewer-claim";

/** @throws UNAUTHENTICATED without a signed-in account */
export function requireAccount(viewer: Viewer): string {
  if (viewer.accountId === undefined) throw codedError("UNAUTHENTICATED", "Sign in first: this field belongs to an account.");
  return viewer.accountId;
}

/** @throws UNAUTHENTICATED without an account, PROFILE_REQUIRED without a selected profile */
export function requireProfile(viewer: Viewer): string {
  requireAccount(viewer);
  if (viewer.profileId === undefined) throw codedError("PROFILE_REQUIRED", "Select a profile first: this field belongs to one.");
  return viewer.profileId;
}

/** @throws UNAUTHENTICATED without an account, FORBIDDEN without the scope `operate` */
export function requireOperator(viewer: Viewer): string {
  const accountId = requireAccount(viewer);
  if (!viewer.scopes.has("operate")) throw codedError("FORBIDDEN", 'This field is for operators: it asks for the scope "operate".');
  return accountId;
}
