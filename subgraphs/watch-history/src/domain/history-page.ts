import type { ProfileStore, Watching, WatchingKey } from "./profile-store.ts";

export const LARGEST_HISTORY_PAGE = 100;

export interface HistoryPage {
  readonly watchings: readonly Watching[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** A page of a profile's history, the latest start first, after the key where there is one. */
export async function historyPage(
  profiles: ProfileStore,
  profileId: string,
  first: number,
  after: WatchingKey | undefined,
): Promise<HistoryPage> {
  const found = await profiles.history(profileId, first + 1, after); // one more tells whether there is a next page
  return { watchings: found.slice(0, first), hasNextPage: found.length > first, hasPreviousPage: after !== undefined };
}
