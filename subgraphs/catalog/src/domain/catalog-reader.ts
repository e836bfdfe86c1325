import type { Sight } from "./sight.ts";
import type { TitleListing, TitlePage, TitlePageRequest } from "./title-listing.ts";
import type { Artwork, Availability, Credit, Genre, Work } from "./work.ts";

type Each<T> = Promise<readonly T[]>;

/**
 * Reads the catalog. Everything is asked for in batches and answered in the order of the asking, with one statement for each batch.
 * An id that is unknown, malformed or of a withdrawn work has nothing.
 */
export interface CatalogReader {
  works(ids: readonly string[]): Each<Work | undefined>;
  /** By season and number. */
  episodesOf(seriesIds: readonly string[]): Each<readonly Work[]>;
  genresOf(workIds: readonly string[]): Each<readonly Genre[]>;
  creditsOf(workIds: readonly string[]): Each<readonly Credit[]>;
  artworkOf(workIds: readonly string[]): Each<readonly Artwork[]>;
  /** A series is available when one of its episodes is. */
  availabilityOf(workIds: readonly string[], sight: Sight): Each<Availability>;
  /** All genres by name, with how many titles each has. */
  genres(): Each<Genre & { readonly titles: number }>;
  pages(requests: readonly TitlePageRequest[], sight: Sight): Each<TitlePage>;
  counts(listings: readonly TitleListing[], sight: Sight): Each<number>;
}
