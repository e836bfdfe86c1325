import type { ImportState } from "../../graphql/generated/graphql.ts";

type Episode = {
  readonly id: string;
  readonly number: number;
  readonly video: { readonly state: ImportState } | null;
  readonly progress: { readonly finished: boolean; readonly updatedAt: string } | null;
};
type Season<E extends Episode> = { readonly number: number; readonly episodes: readonly E[] };

/**
 * Where a series goes on: with the episode watched last, or the one after it where that was finished; with the first otherwise.
 * Episodes that cannot be played are passed over; undefined where none can.
 */
export function episodeToPlay<E extends Episode>(seasons: readonly Season<E>[]): (E & { readonly season: number }) | undefined {
  const episodes = seasons.flatMap((season) => season.episodes.map((episode) => ({ ...episode, season: season.number })));
  const playable = episodes.filter((episode) => episode.video?.state === "READY");
  const last = playable.filter((episode) => episode.progress).sort((a, b) => watchedAt(b) - watchedAt(a))[0];
  if (!last?.progress) return playable[0];
  return last.progress.finished ? (playable[playable.indexOf(last) + 1] ?? playable[0]) : last;
}

function watchedAt({ progress }: Episode): number {
  return progress ? Date.parse(progress.updatedAt) : 0;
}
