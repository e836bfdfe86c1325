import DataLoader from "dataloader";
import type { Taste, TasteStore } from "../domain/taste-store.ts";

const nothingSaid: Taste = { isInWatchlist: false, rating: "NONE" };

/** What a profile says of playables: a whole page of titles is one query. */
export function tasteLoader(tastes: TasteStore, profileId: string | undefined): DataLoader<string, Taste> {
  return new DataLoader(
    async (playableIds) => {
      const said = profileId === undefined ? new Map<string, Taste>() : await tastes.tastes(profileId, [...new Set(playableIds)]);
      return playableIds.map((playableId) => said.get(playableId) ?? nothingSaid);
    },
    { cache: false },
  );
}
