import type { PubSub } from "@marquee/pubsub";
import { profileChannel } from "./profile-channel.ts";
import type { ProfileStore } from "./profile-store.ts";
import { parseWatchingId } from "./watching-id.ts";

/** Returns whether the profile's history has the entry; removing it again is the same. */
export async function removeFromHistory(profiles: ProfileStore, profileId: string, entryId: string): Promise<boolean> {
  const key = parseWatchingId(entryId);
  return key !== undefined && (await profiles.removeWatching(profileId, key));
}

/** Hides a resume point up to now. Returns false where the profile has none to hide. */
export async function removeFromContinueWatching(
  { profiles, pubSub }: { readonly profiles: ProfileStore; readonly pubSub: PubSub },
  profileId: string,
  playableId: string,
): Promise<boolean> {
  const [point] = await profiles.resumePoints(profileId, [playableId]);
  if (!point) return false;
  // A device may be a few seconds ahead of this clock; what is shown now is hidden all the same.
  await profiles.hideResumePoint(profileId, playableId, Math.max(Date.now(), point.updatedAtMs));
  await pubSub.publish(profileChannel(profileId), {});
  return true;
}
