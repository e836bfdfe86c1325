import type { Credit, Genre } from "../domain/work.ts";
import type { WorkSeed } from "../domain/work-seed.ts";
import { type Film, readFilms } from "./film.ts";
import { stableId } from "./stable-id.ts";

/** The real films as titles of the catalog, none of which has a video. */
export async function filmTitles(): Promise<readonly WorkSeed[]> {
  return (await readFilms()).map(titleOf);
}

function titleOf(film: Film): WorkSeed {
  return {
    id: stableId("film", `${film.name.toLowerCase()}/${film.year}`),
    kind: "MOVIE",
    name: film.name,
    synopsis: undefined,
    year: film.year,
    maturityRating: film.maturityRating ?? undefined,
    durationSeconds: film.runningMinutes === null ? undefined : film.runningMinutes * 60,
    seriesId: undefined,
    seasonNumber: undefined,
    number: undefined,
    imdbRating: film.imdbRating ?? undefined,
    imdbVotes: film.imdbVotes ?? undefined,
    genres: film.genre === null ? [] : [genre(film.genre)],
    credits: film.director === null ? [] : [credit(film.director, "DIRECTOR")],
    artwork: [],
  };
}

export function genre(name: string): Genre {
  return { id: stableId("genre", name), name };
}

export function credit(name: string, role: Credit["role"], character?: string): Credit {
  return { person: { id: stableId("person", name), name }, role, character };
}
