import { GraphQLDateTime } from "graphql-scalars";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Work } from "../domain/work.ts";
import type { CatalogContext } from "./context.ts";
import { Playable, Title } from "./interfaces.ts";
import { PublicField } from "./public-field.ts";
import { Artwork, Credit, Genre } from "./title-details.ts";
import { Episode, Season, Series } from "./works.ts";

const whenAvailable = "When it becomes available where the viewer is; null when it is already, or when no date is known.";

@Resolver(() => Title)
export class TitleResolver {
  @PublicField()
  @FieldResolver(() => [Genre], { description: "Its genres by name." })
  genres(@Root() title: Work, @Ctx() { genres }: CatalogContext): Promise<readonly Genre[]> {
    return genres.load(title.id);
  }

  @PublicField()
  @FieldResolver(() => [Credit], { description: "Who made it, in the order of the credits." })
  credits(@Root() title: Work, @Ctx() { credits }: CatalogContext): Promise<readonly Credit[]> {
    return credits.load(title.id);
  }

  @PublicField()
  @FieldResolver(() => [Artwork], { description: "Its pictures; empty where there are none." })
  artwork(@Root() title: Work, @Ctx() context: CatalogContext): Promise<readonly Artwork[]> {
    return artworkOf(title.id, context);
  }

  @FieldResolver(() => Boolean, { description: "Whether it, or an episode of it, can be played now, where the viewer is." })
  async isPlayableNow(@Root() title: Work, @Ctx() { availability }: CatalogContext): Promise<boolean> {
    return (await availability.load(title.id)).isPlayableNow;
  }

  @FieldResolver(() => GraphQLDateTime, { nullable: true, description: whenAvailable })
  async availableFrom(@Root() title: Work, @Ctx() { availability }: CatalogContext): Promise<Date | undefined> {
    return (await availability.load(title.id)).availableFrom;
  }
}

@Resolver(() => Playable)
export class PlayableResolver {
  @PublicField()
  @FieldResolver(() => [Artwork], { description: "Its pictures, an episode's those of its series; empty where there are none." })
  artwork(@Root() playable: Work, @Ctx() context: CatalogContext): Promise<readonly Artwork[]> {
    return artworkOf(playable.seriesId ?? playable.id, context);
  }

  @FieldResolver(() => Boolean, { description: "Whether it can be played now, where the viewer is." })
  async isPlayableNow(@Root() playable: Work, @Ctx() { availability }: CatalogContext): Promise<boolean> {
    return (await availability.load(playable.id)).isPlayableNow;
  }

  @FieldResolver(() => GraphQLDateTime, { nullable: true, description: whenAvailable })
  async availableFrom(@Root() playable: Work, @Ctx() { availability }: CatalogContext): Promise<Date | undefined> {
    return (await availability.load(playable.id)).availableFrom;
  }
}

@Resolver(() => Series)
export class SeriesResolver {
  @PublicField()
  @FieldResolver(() => [Season], { description: "Its seasons by number; each has an episode at least." })
  async seasons(@Root() series: Work, @Ctx() { episodes }: CatalogContext): Promise<readonly Season[]> {
    const numbers = new Set((await episodes.load(series.id)).map(({ seasonNumber }) => seasonNumber ?? 1));
    return [...numbers].map((number) => ({ seriesId: series.id, number }));
  }
}

@Resolver(() => Season)
export class SeasonResolver {
  @PublicField()
  @FieldResolver(() => [Episode], { description: "By number." })
  async episodes(@Root() { seriesId, number }: Season, @Ctx() { episodes }: CatalogContext): Promise<readonly Work[]> {
    return (await episodes.load(seriesId)).filter(({ seasonNumber }) => (seasonNumber ?? 1) === number);
  }

  @PublicField()
  @FieldResolver(() => Series, { nullable: true, description: "What it is a season of; null once that was withdrawn." })
  series(@Root() { seriesId }: Season, @Ctx() { works }: CatalogContext): Promise<Work | undefined> {
    return works.load(seriesId);
  }
}

@Resolver(() => Episode)
export class EpisodeResolver {
  @PublicField()
  @FieldResolver(() => Season, { nullable: true, description: "Its season; null for one that was imported on its own." })
  season(@Root() { seriesId, seasonNumber }: Work): Season | undefined {
    return seriesId === undefined ? undefined : { seriesId, number: seasonNumber ?? 1 };
  }

  @PublicField()
  @FieldResolver(() => Series, { nullable: true, description: "Its series; null for one that was imported on its own." })
  async series(@Root() { seriesId }: Work, @Ctx() { works }: CatalogContext): Promise<Work | undefined> {
    return seriesId === undefined ? undefined : works.load(seriesId);
  }
}

async function artworkOf(workId: string, { artwork, artworkBaseUrl }: CatalogContext): Promise<readonly Artwork[]> {
  const pictures = await artwork.load(workId);
  return pictures.map(({ file, ...picture }) => ({ ...picture, url: `${artworkBaseUrl}/${file}` }));
}
