import { requireProfile } from "@marquee/subgraph-server";
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { removeFromContinueWatching, removeFromHistory } from "../domain/removal.ts";
import type { Context } from "./context.ts";
import {
  type NotInProgress,
  RemovedFromContinueWatching,
  RemovedFromHistory,
  RemoveFromContinueWatchingInput,
  RemoveFromContinueWatchingResult,
  RemoveFromHistoryInput,
  RemoveFromHistoryResult,
  type UnknownHistoryEntry,
} from "./removal.ts";

@Resolver()
export class RemovalResolver {
  @Mutation(() => RemoveFromHistoryResult, { description: "Removes a watching from the selected profile's history." })
  async removeFromHistory(
    @Arg("input", () => RemoveFromHistoryInput, { description: "Which one." }) { entryId }: RemoveFromHistoryInput,
    @Ctx() { viewer, profiles }: Context,
  ): Promise<RemovedFromHistory | UnknownHistoryEntry> {
    const isKnown = await removeFromHistory(profiles, requireProfile(viewer), entryId);
    return isKnown ? { entryId } : { message: "The history of the selected profile has no such entry." };
  }

  @Mutation(() => RemoveFromContinueWatchingResult, {
    description: "Takes a playable off the selected profile's list of things to continue, until it is watched again.",
  })
  async removeFromContinueWatching(
    @Arg("input", () => RemoveFromContinueWatchingInput, { description: "Which one." }) { playableId }: RemoveFromContinueWatchingInput,
    @Ctx() { viewer, profiles, pubSub }: Context,
  ): Promise<RemovedFromContinueWatching | NotInProgress> {
    const isRemoved = await removeFromContinueWatching({ profiles, pubSub }, requireProfile(viewer), playableId);
    return isRemoved ? { playableId } : { message: "The selected profile has no resume point in this playable." };
  }
}
