import { readFile } from "node:fs/promises";
import { maturityRatings } from "@marquee/events";
import { z } from "zod";

const filmShape = z.object({
  name: z.string(),
  year: z.int(),
  maturityRating: z.enum(maturityRatings).nullable(),
  genre: z.string().nullable(),
  director: z.string().nullable(),
  runningMinutes: z.int().nullable(),
  imdbRating: z.number().nullable(),
  imdbVotes: z.int().nullable(),
});

/** A real film, as the committed file has it. Null is not known. */
export type Film = z.infer<typeof filmShape>;

/** In the file a film is a row of these, so that the names stand there once. */
export const filmColumns = [
  "name",
  "year",
  "maturityRating",
  "genre",
  "director",
  "runningMinutes",
  "imdbRating",
  "imdbVotes",
] as const satisfies readonly (keyof Film)[];

/** Made by `npm run seed:films -w @marquee/catalog`. */
export const filmsFile = new URL("../../seeds/films.json", import.meta.url);

const fileShape = z.object({ films: z.array(z.array(z.unknown())) });

export async function readFilms(): Promise<readonly Film[]> {
  const { films } = fileShape.parse(JSON.parse(await readFile(filmsFile, "utf8")));
  return films.map((row) => filmShape.parse(Object.fromEntries(filmColumns.map((column, index) => [column, row[index]]))));
}
