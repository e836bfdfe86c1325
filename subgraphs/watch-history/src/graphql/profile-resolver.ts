import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import { historyPage, LARGEST_HISTORY_PAGE } from "../domain/history-page.ts";
import { IN_PROGRESS_LIMIT } from "../domain/profile-store.ts";
import { LARGEST_WATCHLIST_PAGE, watchlistPage } from "../domain/watchlist.ts";
import { historyCursor, pageSize, watchlistStart } from "./arguments.ts";
import type { Context } from "./context.ts";
import { HistoryConnection } from "./history.ts";
import { toHistoryConnection } from "./history-connection.ts";
import { InProgress, toInProgress } from "./progress.ts";
import { WatchlistConnection } from "./taste.ts";
import { toWatchlistConnection } from "./watchlist-connection.ts";

@ObjectType("Profile", { description: "A person's taste and limits; what it watched is told here." })
@Directive('@key(fields: "id")')
export class Profile {
  @Field(() => ID, { description: "Names the profile in the whole graph." })
  readonly id!: string;
}

@Resolver(() => Profile)
export class ProfileResolver {
  @FieldResolver(() => [InProgress], {
    nullable: true,
    description: "What is begun and not finished, the latest first; null unless this profile is the selected one.",
  })
  async continueWatching(
    @Root() { id }: Profile,
    @Ctx() { viewer, profiles }: Context,
    @Arg("first", () => Int, { nullable: true, defaultValue: 20, description: "How many, 1 to 200." }) first: number | null,
  ): Promise<readonly InProgress[] | null> {
    if (viewer.profileId !== id) return null;
    return (await profiles.inProgress(id, pageSize(first, IN_PROGRESS_LIMIT))).map(toInProgress);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: "What was watched, the latest first; null unless this profile is the selected one.",
  })
  async history(
    @Root() { id }: Profile,
    @Ctx() { viewer, profiles }: Context,
    @Arg("first", () => Int, { nullable: true, defaultValue: 20, description: "How many, 1 to 100." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "The cursor to start after; from the latest without it." })
    after: string | null = null,
  ): Promise<HistoryConnection | null> {
    if (viewer.profileId !== id) return null;
    return toHistoryConnection(await historyPage(profiles, id, pageSize(first, LARGEST_HISTORY_PAGE), historyCursor(after)));
  }

  @FieldResolver(() => WatchlistConnection, {
    nullable: true,
    description: "What the profile wants to watch, the latest added first; null unless this profile is the selected one.",
  })
  async watchlist(
    @Root() { id }: Profile,
    @Ctx() { viewer, tastes }: Context,
    @Arg("first", () => Int, { nullable: true, defaultValue: 20, description: "How many, 1 to 100." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "The cursor to start after; from the latest without it." })
    after: string | null = null,
  ): Promise<WatchlistConnection | null> {
    if (viewer.profileId !== id) return null;
    const page = { first: pageSize(first, LARGEST_WATCHLIST_PAGE), after: watchlistStart(after) };
    return toWatchlistConnection(await watchlistPage(tastes, id, page));
  }
}
