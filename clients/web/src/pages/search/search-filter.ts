import type { TitleFilter, TitleKind } from "../../graphql/generated/graphql.ts";

const kinds: readonly TitleKind[] = ["MOVIE", "SERIES"];

/** The filter that an address asks for; what it does not know is left out. */
export function filterOf(params: URLSearchParams): TitleFilter {
  const kind = kinds.find((each) => each.toLowerCase() === params.get("kind"));
  const genre = params.get("genre");
  return {
    ...(kind ? { kinds: [kind] } : {}),
    ...(genre ? { genreIds: [genre] } : {}),
    ...(params.get("ready") === "1" ? { playableNow: true } : {}),
  };
}

/** The same address with one parameter changed, or without it. */
export function withParam(params: URLSearchParams, name: string, value: string | undefined): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value) next.set(name, value);
  else next.delete(name);
  return next;
}
