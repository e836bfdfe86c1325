import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "./context.ts";
import { Playable } from "./playable.ts";
import { Progress, toProgress } from "./progress.ts";
import { Rating } from "./taste.ts";

@Resolver(() => Playable)
export class PlayableResolver {
  @FieldResolver(() => Progress, {
    nullable: true,
    description: "How far the selected profile has come; null without a profile, and where it has not begun.",
  })
  async progress(@Root() { id }: Playable, @Ctx() { viewer, resumePoints }: Context): Promise<Progress | null> {
    if (viewer.profileId === undefined) return null;
    const point = await resumePoints.load(id);
    return point ? toProgress(point) : null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether the selected profile wants to watch it; null without a profile.",
  })
  async isInWatchlist(@Root() { id }: Playable, @Ctx() { viewer, tasteOf }: Context): Promise<boolean | null> {
    return viewer.profileId === undefined ? null : (await tasteOf.load(id)).isInWatchlist;
  }

  @FieldResolver(() => Rating, {
    nullable: true,
    description: "What the selected profile thinks of it; null without a profile.",
  })
  async rating(@Root() { id }: Playable, @Ctx() { viewer, tasteOf }: Context): Promise<keyof typeof Rating | null> {
    return viewer.profileId === undefined ? null : (await tasteOf.load(id)).rating;
  }
}
