import { createUnionType, Field, ID, InputType, ObjectType } from "type-graphql";
import { Refusal } from "./refusal.ts";

@InputType({ description: "Which watching to remove." })
export class RemoveFromHistoryInput {
  @Field(() => ID, { description: "The entry's id in the selected profile's history." })
  readonly entryId!: string;
}

@ObjectType({ description: "The watching is no longer in the history." })
export class RemovedFromHistory {
  @Field(() => ID, { description: "The entry that was removed." })
  readonly entryId!: string;
}

@ObjectType({ implements: Refusal, description: "The selected profile's history has no such entry." })
export class UnknownHistoryEntry extends Refusal {}

export const RemoveFromHistoryResult = createUnionType({
  name: "RemoveFromHistoryResult",
  description: "What became of a removal from the history.",
  types: () => [RemovedFromHistory, UnknownHistoryEntry] as const,
  resolveType: (value) => ("entryId" in value ? RemovedFromHistory : UnknownHistoryEntry),
});

@InputType({ description: "What to take off the list of things to continue." })
export class RemoveFromContinueWatchingInput {
  @Field(() => ID, { description: "The playable to take off." })
  readonly playableId!: string;
}

@ObjectType({ description: "The playable is off the list until it is watched again; its resume point is hidden too." })
export class RemovedFromContinueWatching {
  @Field(() => ID, { description: "The playable that was taken off." })
  readonly playableId!: string;
}

@ObjectType({ implements: Refusal, description: "The selected profile has no resume point in that playable." })
export class NotInProgress extends Refusal {}

export const RemoveFromContinueWatchingResult = createUnionType({
  name: "RemoveFromContinueWatchingResult",
  description: "What became of a removal from the list of things to continue.",
  types: () => [RemovedFromContinueWatching, NotInProgress] as const,
  resolveType: (value) => ("playableId" in value ? RemovedFromContinueWatching : NotInProgress),
});
