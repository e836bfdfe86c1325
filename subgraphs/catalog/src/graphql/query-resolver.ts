import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { shelvesFor } from "../domain/shelves.ts";
import { isVisible } from "../domain/sight.ts";
import { pageOf, type TitleListing, titleListing } from "../domain/title-listing.ts";
import { isPlayable, isTitle, type Work } from "../domain/work.ts";
import type { CatalogContext } from "./context.ts";
import { Playable, Title } from "./interfaces.ts";
import { PublicField } from "./public-field.ts";
import { Shelf } from "./shelf.ts";
import { TitleConnection } from "./title-connection.ts";
import { Genre } from "./title-details.ts";
import { selectionOf, TitleFilter } from "./title-filter.ts";

const DEFAULT_PAGE = 20;
const firstArg = { nullable: true, defaultValue: DEFAULT_PAGE, description: "How many at most, 1 to 100." };
const afterArg = { nullable: true, description: "The cursor after which the page begins." };

@Resolver()
export class QueryResolver {
  @Query(() => Title, { nullable: true, description: "A title; null when it is unknown or beyond the selected profile's limit." })
  async title(
    @Arg("id", () => ID, { description: "The title's id." }) id: string,
    @Ctx() { works, sight }: CatalogContext,
  ): Promise<Work | undefined> {
    const work = await works.load(id);
    return work && isTitle(work) && isVisible(work, sight) ? work : undefined;
  }

  @Query(() => Playable, { nullable: true, description: "A playable; null when it is unknown or beyond the selected profile's limit." })
  async playable(
    @Arg("id", () => ID, { description: "The playable's id." }) id: string,
    @Ctx() { works, sight }: CatalogContext,
  ): Promise<Work | undefined> {
    const work = await works.load(id);
    return work && isPlayable(work) && isVisible(work, sight) ? work : undefined;
  }

  @Query(() => TitleConnection, {
    nullable: true,
    description: "Titles within the selected profile's limit: the best matches first when searching, by name otherwise.",
  })
  titles(
    @Arg("search", () => String, { nullable: true, description: "A name, a person or a genre, as typed so far; at most 100 characters." })
    search: string | null | undefined,
    @Arg("filter", () => TitleFilter, { nullable: true, description: "Which titles are meant; all without it." }) filter:
      | TitleFilter
      | null
      | undefined,
    @Arg("first", () => Int, firstArg) first: number | null,
    @Arg("after", () => String, afterArg) after: string | null | undefined,
    @Ctx() context: CatalogContext,
  ): Promise<TitleConnection> {
    return connection(context, titleListing(search ?? undefined, selectionOf(filter)), first, after);
  }

  @Query(() => [Shelf], { nullable: true, description: "The home page: rows of titles, none of them empty." })
  shelves(@Ctx() { reader, sight }: CatalogContext): Promise<readonly Shelf[]> {
    return shelvesFor(reader, sight);
  }

  @Query(() => Shelf, { nullable: true, description: "One row of the home page, to page on in it; null when it is unknown or empty." })
  async shelf(
    @Arg("id", () => ID, { description: "The shelf's id." }) id: string,
    @Ctx() { reader, sight }: CatalogContext,
  ): Promise<Shelf | undefined> {
    return (await shelvesFor(reader, sight)).find((shelf) => shelf.id === id);
  }

  @PublicField()
  @Query(() => [Genre], { nullable: true, description: "All genres by name." })
  genres(@Ctx() { reader }: CatalogContext): Promise<readonly Genre[]> {
    return reader.genres();
  }
}

@Resolver(() => Shelf)
export class ShelfResolver {
  @FieldResolver(() => TitleConnection, { description: "Its titles." })
  titles(
    @Root() { listing }: Shelf,
    @Arg("first", () => Int, firstArg) first: number | null,
    @Arg("after", () => String, afterArg) after: string | null | undefined,
    @Ctx() context: CatalogContext,
  ): Promise<TitleConnection> {
    return connection(context, listing, first, after);
  }
}

@Resolver(() => TitleConnection)
export class TitleConnectionResolver {
  @FieldResolver(() => Int, { description: "How many there are on all pages; counted only when asked for." })
  totalCount(@Root() { listing }: TitleConnection, @Ctx() { counts }: CatalogContext): Promise<number> {
    return counts.load(listing);
  }
}

async function connection(
  { pages, works }: CatalogContext,
  listing: TitleListing,
  first: number | null,
  after: string | null | undefined,
): Promise<TitleConnection> {
  const page = pageOf(listing.order, first ?? DEFAULT_PAGE, after ?? undefined);
  const { entries, hasNextPage } = await pages.load({ listing, page });
  const found = await Promise.all(entries.map(async ({ id, cursor }) => ({ node: await works.load(id), cursor })));
  const edges = found.flatMap(({ node, cursor }) => (node ? [{ node, cursor }] : [])); // one may just have been withdrawn
  return {
    listing,
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage,
      hasPreviousPage: page.after !== undefined,
      startCursor: entries[0]?.cursor,
      endCursor: entries.at(-1)?.cursor,
    },
  };
}
