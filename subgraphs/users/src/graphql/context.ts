import type { Viewer } from "@marquee/viewer-claim";
import DataLoader from "dataloader";
import type { Profile } from "../domain/profile.ts";
import type { Users } from "../domain/users.ts";

/** What a resolver gets, made anew for each request. */
export interface UsersContext {
  readonly viewer: Viewer;
  readonly users: Users;
  /** An account's profiles, by the account's id. Batches and keeps nothing, since a mutation may change them within a request. */
  readonly profilesOf: DataLoader<string, readonly Profile[]>;
}

export function contextFor(users: Users): (viewer: Viewer) => UsersContext {
  return (viewer) => ({
    viewer,
    users,
    profilesOf: new DataLoader(
      async (accountIds) => {
        const profiles = await users.profiles.ofAccounts(accountIds);
        return accountIds.map((id) => profiles.filter(({ accountId }) => accountId === id));
      },
      { cache: false },
    ),
  });
}
