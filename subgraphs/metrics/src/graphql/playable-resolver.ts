import { requireOperator } from "@marquee/subgraph-server";
import { GraphQLDateTime } from "graphql-scalars";
import { Arg, Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { checkedRange, toAudience } from "./audience.ts";
import { AudienceStep, AudienceType } from "./audience-types.ts";
import type { MetricsContext } from "./context.ts";
import { livePublic, toViewerCount, ViewerCountType } from "./live-types.ts";
import { PlayableType } from "./playable-type.ts";

@Resolver(() => PlayableType)
export class PlayableResolver {
  @Directive(livePublic)
  @FieldResolver(() => ViewerCountType, { nullable: true, description: "How many watch it now." })
  async viewerCount(@Root() { id }: PlayableType, @Ctx() { countViewers }: MetricsContext): Promise<ViewerCountType> {
    return toViewerCount(await countViewers(id));
  }

  @FieldResolver(() => AudienceType, { nullable: true, description: "How it was watched over a stretch of time; for operators." })
  async audience(
    @Root() { id }: PlayableType,
    @Ctx() { viewer, readAudience }: MetricsContext,
    @Arg("from", () => GraphQLDateTime, { description: "The first step is the one that this moment lies in." }) from: Date,
    @Arg("to", () => GraphQLDateTime, { description: "Steps begin before this moment; it is after `from`." }) to: Date,
    @Arg("step", () => AudienceStep, { nullable: true, defaultValue: "MINUTE", description: "How wide the steps are." })
    step: AudienceStep | null,
  ): Promise<AudienceType> {
    requireOperator(viewer);
    return toAudience(await readAudience(id, checkedRange(from, to, step ?? "MINUTE")));
  }
}
