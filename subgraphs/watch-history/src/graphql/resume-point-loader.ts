import DataLoader from "dataloader";
import type { ProfileStore, ResumePoint } from "../domain/profile-store.ts";

/** Resume points by playable: a whole page of titles is one query. */
export function resumePointLoader(profiles: ProfileStore, profileId: string | undefined): DataLoader<string, ResumePoint | undefined> {
  return new DataLoader(
    async (playableIds) => {
      const points = profileId === undefined ? [] : await profiles.resumePoints(profileId, [...new Set(playableIds)]);
      const byPlayable = new Map(points.map((point) => [point.playableId, point]));
      return playableIds.map((playableId) => byPlayable.get(playableId));
    },
    { cache: false },
  );
}
