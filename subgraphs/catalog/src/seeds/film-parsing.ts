import type { MaturityRating } from "@marquee/events";
import { z } from "zod";
import type { Film } from "./film.ts";

/** A row of `movies.json` in vega-datasets, as far as it is read here. */
const rowShape = z.object({
  Title: z.union([z.string(), z.number()]).nullable(),
  "Release Date": z.string(),
  "MPAA Rating": z.string().nullable(),
  "Running Time min": z.number().nullable(),
  "Major Genre": z.string().nullable(),
  Director: z.string().nullable(),
  "IMDB Rating": z.number().nullable(),
  "IMDB Votes": z.number().nullable(),
});

/**
 * Reads the films of vega-datasets, which are published with their faults as teaching material:
 * - names that are numbers ("1941", "300") are names; a row without a name is left out;
 * - accents were saved as Latin-1 and read as Mac Roman, and are put right; so is "Secret, The";
 * - a year in brackets that repeats the film's own is no part of the name;
 * - a year after 2011, where the data ends, was written with two digits and belongs to the century before;
 * - a rating that no board gave ("Not Rated", "Open") is unknown;
 * - the same name in the same year is one film, whose gaps the later row fills; in different years they are different films.
 */
export function parseFilms(rows: unknown): readonly Film[] {
  const films = new Map<string, Film>();
  for (const row of z.array(rowShape).parse(rows)) {
    const film = parseFilm(row);
    if (!film) continue;
    const key = `${film.name.toLowerCase()} ${film.year}`;
    const known = films.get(key);
    films.set(key, known ? filled(known, film) : film);
  }
  return [...films.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.year - b.year));
}

function parseFilm(row: z.infer<typeof rowShape>): Film | undefined {
  if (row.Title === null) return undefined;
  const year = releaseYear(row["Release Date"]);
  return {
    name: filmName(String(row.Title), year),
    year,
    maturityRating: maturityOf(row["MPAA Rating"]),
    genre: genreName(row["Major Genre"]),
    director: row.Director && accented(row.Director),
    runningMinutes: row["Running Time min"],
    imdbRating: row["IMDB Rating"],
    imdbVotes: row["IMDB Votes"],
  };
}

const LAST_YEAR = 2011;

function releaseYear(date: string): number {
  const year = Number(/^[A-Z][a-z]{2} \d{2} (\d{4})$/.exec(date)?.[1]);
  if (Number.isNaN(year)) throw new Error(`expected a release date such as "Jun 12 1998", and got "${date}"`);
  return year > LAST_YEAR ? year - 100 : year;
}

function filmName(title: string, year: number): string {
  const name = accented(title).trim().replace(` (${year})`, "");
  return name.replace(/^(.*), (The|A|An)$/, "$2 $1");
}

/** What each misread letter of the file was: its byte in Mac Roman, read as Windows-1252. */
const misread: Readonly<Record<string, string>> = {
  È: "é",
  Í: "ê",
  Ë: "è",
  Î: "ë",
  Û: "ó",
  Ù: "ô",
  "˘": "ù",
  "‰": "ä",
  "‡": "à",
  "·": "á",
  Ö: "…",
  Ω: "½",
};

function accented(text: string): string {
  return text.replace(/[^\p{ASCII}]/gu, (letter) => misread[letter] ?? letter);
}

const maturityByMpaa: Readonly<Record<string, MaturityRating>> = {
  G: "ALL",
  PG: "SEVEN",
  "PG-13": "TWELVE",
  R: "SIXTEEN",
  "NC-17": "EIGHTEEN",
};

function maturityOf(mpaa: string | null): MaturityRating | null {
  return maturityByMpaa[mpaa ?? ""] ?? null;
}

/** "Thriller/Suspense" is a thriller. */
function genreName(genre: string | null): string | null {
  return genre?.split("/")[0] ?? null;
}

function filled(film: Film, later: Film): Film {
  return {
    ...film,
    maturityRating: film.maturityRating ?? later.maturityRating,
    genre: film.genre ?? later.genre,
    director: film.director ?? later.director,
    runningMinutes: film.runningMinutes ?? later.runningMinutes,
    imdbRating: film.imdbRating ?? later.imdbRating,
    imdbVotes: film.imdbVotes ?? later.imdbVotes,
  };
}
