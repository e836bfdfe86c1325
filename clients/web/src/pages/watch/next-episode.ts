type Episode = { readonly id: string; readonly number: number; readonly name: string };
type Season = { readonly number: number; readonly episodes: readonly Episode[] };

/** The episode after this one, in its season or the next. */
export function nextEpisode(
  seasons: readonly Season[],
  playableId: string,
): (Episode & { readonly season: { readonly number: number } }) | undefined {
  const episodes = seasons.flatMap((season) => season.episodes.map((episode) => ({ ...episode, season: { number: season.number } })));
  const index = episodes.findIndex(({ id }) => id === playableId);
  return index < 0 ? undefined : episodes[index + 1];
}
