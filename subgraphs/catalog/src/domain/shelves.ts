import type { CatalogReader } from "./catalog-reader.ts";
import type { Sight } from "./sight.ts";
import type { TitleListing } from "./title-listing.ts";

/** A row of the home page: a name over a list of titles. */
export interface Shelf {
  readonly id: string;
  readonly name: string;
  readonly listing: TitleListing;
}

/** The home page of one asker: what can be watched first, then what the data itself suggests. Shelves without a title are left out. */
export async function shelvesFor(reader: CatalogReader, sight: Sight): Promise<readonly Shelf[]> {
  const shelves = [...fixedShelves, ...(await genreShelves(reader)), ...decadeShelves];
  const firstPages = await reader.pages(
    shelves.map(({ listing }) => ({ listing, page: { first: 1, after: undefined } })),
    sight,
  );
  return shelves.filter((_, index) => (firstPages[index]?.entries.length ?? 0) > 0);
}

const fixedShelves: readonly Shelf[] = [
  { id: "ready-to-watch", name: "Ready to watch", listing: { selection: { isPlayableNow: true }, order: "newest" } },
  { id: "new-here", name: "New here", listing: { selection: { isImported: true }, order: "newest" } },
  { id: "acclaimed", name: "Acclaimed", listing: { selection: { acclaim: { imdbRating: 8, imdbVotes: 25_000 } }, order: "acclaim" } },
];

const decadeShelves: readonly Shelf[] = [
  decadeShelf("the-2000s", "The 2000s", 2000, 2009),
  decadeShelf("the-1990s", "The 1990s", 1990, 1999),
  decadeShelf("the-1980s", "The 1980s", 1980, 1989),
  decadeShelf("classics", "Classics, before 1970", 1880, 1969),
];

function decadeShelf(id: string, name: string, yearFrom: number, yearTo: number): Shelf {
  return { id, name, listing: { selection: { yearFrom, yearTo }, order: "popularity" } };
}

const MOST_GENRE_SHELVES = 6;

/** The genres with the most titles, the largest first. */
async function genreShelves(reader: CatalogReader): Promise<readonly Shelf[]> {
  const genres = await reader.genres();
  return genres
    .toSorted((a, b) => b.titles - a.titles)
    .slice(0, MOST_GENRE_SHELVES)
    .map(({ id, name }) => ({ id: `genre-${id}`, name, listing: { selection: { genreIds: [id] }, order: "popularity" } }));
}
