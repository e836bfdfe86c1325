import DataLoader from "dataloader";
import type { CatalogReader } from "../domain/catalog-reader.ts";
import type { Sight } from "../domain/sight.ts";
import type { TitleListing, TitlePage, TitlePageRequest } from "../domain/title-listing.ts";
import type { Artwork, Availability, Credit, Genre, Work } from "../domain/work.ts";

/** What a request's resolvers get. The loaders gather what the request asks for into one statement for each kind of thing. */
export interface CatalogContext {
  readonly sight: Sight;
  readonly reader: CatalogReader;
  /** What the URL of each picture begins with; no slash at its end. */
  readonly artworkBaseUrl: string;
  readonly works: DataLoader<string, Work | undefined>;
  readonly episodes: DataLoader<string, readonly Work[]>;
  readonly genres: DataLoader<string, readonly Genre[]>;
  readonly credits: DataLoader<string, readonly Credit[]>;
  readonly artwork: DataLoader<string, readonly Artwork[]>;
  readonly availability: DataLoader<string, Availability>;
  readonly pages: DataLoader<TitlePageRequest, TitlePage>;
  readonly counts: DataLoader<TitleListing, number>;
}

export function catalogContext(reader: CatalogReader, sight: Sight, artworkBaseUrl: string): CatalogContext {
  return {
    sight,
    reader,
    artworkBaseUrl,
    works: new DataLoader((ids) => reader.works(ids)),
    episodes: new DataLoader((ids) => reader.episodesOf(ids)),
    genres: new DataLoader((ids) => reader.genresOf(ids)),
    credits: new DataLoader((ids) => reader.creditsOf(ids)),
    artwork: new DataLoader((ids) => reader.artworkOf(ids)),
    availability: new DataLoader((ids) => reader.availabilityOf(ids, sight)),
    pages: new DataLoader((requests) => reader.pages(requests, sight), { cache: false }),
    counts: new DataLoader((listings) => reader.counts(listings, sight), { cache: false }),
  };
}
