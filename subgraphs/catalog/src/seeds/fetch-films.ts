import { readFile, writeFile } from "node:fs/promises";
import { filmColumns, filmsFile } from "./film.ts";
import { parseFilms } from "./film-parsing.ts";

// Brings the films out of the npm package into the committed file, so that the package is no dependency of the product.

const packageFile = new URL("../", import.meta.resolve("vega-datasets"));
const manifest: { readonly version?: unknown } = JSON.parse(await readFile(new URL("package.json", packageFile), "utf8"));
const films = parseFilms(JSON.parse(await readFile(new URL("data/movies.json", packageFile), "utf8")));

const about = {
  source: `data/movies.json of the npm package vega-datasets ${manifest.version}, https://github.com/vega/vega-datasets`,
  licence:
    "The package is BSD-3-Clause, by the UW Interactive Data Lab. Its datapackage.json names no licence for this file alone, and its README leaves each data set under its original terms; what is taken are facts about films.",
  made: "npm run seed:films -w @marquee/catalog; src/seeds/film-parsing.ts says what it puts right",
  columns: filmColumns,
};
const rows = films.map((film) => `    ${JSON.stringify(filmColumns.map((column) => film[column]))}`);
const head = JSON.stringify(about, undefined, 2).slice(0, -2);
await writeFile(filmsFile, `${head},\n  "films": [\n${rows.join(",\n")}\n  ]\n}\n`);
process.stdout.write(`Wrote ${films.length} films.\n`);
