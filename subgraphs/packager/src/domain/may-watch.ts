import type { Viewer } from "@marquee/viewer-claim";
import { refuseOutsider } from "./membership.ts";
import type { PlaybackParts } from "./playback.ts";
import { type Watchable, watchable } from "./watchable.ts";

/** Decides whether a viewer may watch a playable now, by what is known of the account, the profile and the playable. */
export async function mayWatch(
  { playables, memberships, now }: Pick<PlaybackParts, "playables" | "memberships" | "now">,
  viewer: Viewer,
  playableId: string,
): Promise<Watchable> {
  const [[playable], membership] = await Promise.all([playables.byIds([playableId]), memberships.of(viewer)]);
  return refuseOutsider(membership) ?? watchable(viewer, playable ?? { id: playableId }, now());
}
