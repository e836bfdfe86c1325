import { requireProfile } from "@marquee/subgraph-server";
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { addToWatchlist, WATCHLIST_LIMIT } from "../domain/watchlist.ts";
import { namedPlayable } from "./arguments.ts";
import type { Context } from "./context.ts";
import {
  type AddedToWatchlist,
  AddToWatchlistInput,
  AddToWatchlistResult,
  Rated,
  RateInput,
  RemovedFromWatchlist,
  RemoveFromWatchlistInput,
  type WatchlistFull,
} from "./taste.ts";

@Resolver()
export class TasteResolver {
  @Mutation(() => AddToWatchlistResult, {
    description: "Puts something on the selected profile's watchlist; what is on it already comes to its head.",
  })
  async addToWatchlist(
    @Arg("input", () => AddToWatchlistInput, { description: "What to add." }) input: AddToWatchlistInput,
    @Ctx() { viewer, tastes }: Context,
  ): Promise<AddedToWatchlist | WatchlistFull> {
    const profileId = requireProfile(viewer);
    const isAdded = await addToWatchlist({ tastes, nowMs: Date.now }, profileId, namedPlayable(input));
    if (isAdded) return { playable: { id: input.playableId } };
    return { message: `The watchlist holds ${WATCHLIST_LIMIT} already.`, limit: WATCHLIST_LIMIT };
  }

  @Mutation(() => RemovedFromWatchlist, { description: "Takes something off the selected profile's watchlist." })
  async removeFromWatchlist(
    @Arg("input", () => RemoveFromWatchlistInput, { description: "What to take off." }) input: RemoveFromWatchlistInput,
    @Ctx() { viewer, tastes }: Context,
  ): Promise<RemovedFromWatchlist> {
    await tastes.removeFromWatchlist(requireProfile(viewer), namedPlayable(input), Date.now());
    return { playable: { id: input.playableId } };
  }

  @Mutation(() => Rated, { description: "Says what the selected profile thinks of something." })
  async rate(
    @Arg("input", () => RateInput, { description: "What it thinks of what." }) input: RateInput,
    @Ctx() { viewer, tastes }: Context,
  ): Promise<Rated> {
    await tastes.rate(requireProfile(viewer), namedPlayable(input), { rating: input.rating, atMs: Date.now() });
    return { playable: { id: input.playableId }, rating: input.rating };
  }
}
