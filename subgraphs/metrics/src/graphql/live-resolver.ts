import { codedError } from "@marquee/coded-errors";
import { requireOperator } from "@marquee/subgraph-server";
import { Arg, Ctx, Directive, ID, Int, Query, Resolver, Root, Subscription } from "type-graphql";
import type { PlayableCount } from "../domain/live/live-count-store.ts";
import { isPlayableId } from "../domain/playable-id.ts";
import type { MetricsContext } from "./context.ts";
import { LiveViewersType, livePublic, toLiveViewers } from "./live-types.ts";

const FIRST = 20;
const MAX_FIRST = 100;
const firstOptions = { nullable: true, defaultValue: FIRST, description: `How many, from 1 to ${MAX_FIRST}.` } as const;

interface Subscribing<Args> {
  readonly args: Args;
  readonly context: MetricsContext;
}

@Resolver(() => LiveViewersType)
export class LiveResolver {
  @Query(() => [LiveViewersType], { nullable: true, description: "The playables most watched now; null while unknown; for operators." })
  async liveViewers(
    @Ctx() { viewer, topViewers }: MetricsContext,
    @Arg("first", () => Int, firstOptions) first: number | null,
  ): Promise<LiveViewersType[] | null> {
    requireOperator(viewer);
    const top = await topViewers(checkedFirst(first));
    return top?.map(toLiveViewers) ?? null;
  }

  @Directive(livePublic)
  @Directive("@latestValue")
  @Subscription(() => LiveViewersType, {
    description: "How many watch a playable: the number now, then when it changed (at most once a second), and at least every 10 s.",
    subscribe: ({ args, context }: Subscribing<{ playableId: string }>) => context.followCount(checkedPlayableId(args.playableId)),
  })
  viewerCount(
    @Root() count: PlayableCount,
    @Arg("playableId", () => ID, { description: "Which playable." }) _playableId: string,
  ): LiveViewersType {
    return toLiveViewers(count);
  }

  @Directive("@latestValue")
  @Subscription(() => [LiveViewersType], {
    name: "liveViewers",
    description:
      "The playables most watched, from when they are known on: when the list changed (at most once a second), and at least every 10 s; " +
      "one that nobody watches any more is shown with 0 before it leaves; for operators.",
    subscribe: ({ args, context }: Subscribing<{ first: number | null }>) => {
      requireOperator(context.viewer);
      return context.followTop(checkedFirst(args.first));
    },
  })
  followLiveViewers(
    @Root() top: readonly PlayableCount[],
    @Arg("first", () => Int, firstOptions) _first: number | null,
  ): LiveViewersType[] {
    return top.map(toLiveViewers);
  }
}

function checkedFirst(first: number | null): number {
  const count = first ?? FIRST;
  if (count >= 1 && count <= MAX_FIRST) return count;
  throw codedError("BAD_USER_INPUT", `Expected "first" to be from 1 to ${MAX_FIRST}, got ${count}.`);
}

function checkedPlayableId(id: string): string {
  if (isPlayableId(id)) return id;
  throw codedError("BAD_USER_INPUT", 'Expected "playableId" to be the id of a playable.');
}
