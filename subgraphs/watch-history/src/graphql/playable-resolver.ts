import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "./context.ts";
import { Playable } from "./playable.ts";
import { Progress, toProgress } from "./progress.ts";

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
}
