import { GraphQLDateTime } from "graphql-scalars";
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { PageInfo } from "./page-info.ts";
import { Playable } from "./playable.ts";
import { Refusal } from "./refusal.ts";

export const Rating = { LIKE: "LIKE", DISLIKE: "DISLIKE", NONE: "NONE" } as const;
registerEnumType(Rating, {
  name: "Rating",
  description: "What a profile thinks of something.",
  valuesConfig: {
    LIKE: { description: "It likes it." },
    DISLIKE: { description: "It does not." },
    NONE: { description: "It has not said, or took it back." },
  },
});

@ObjectType({ description: "Something that a profile wants to watch." })
export class WatchlistEntry {
  @Field(() => Playable, { nullable: true, description: "What it is." })
  readonly playable!: Playable | null;

  @Field(() => GraphQLDateTime, { description: "When it was added last." })
  readonly addedAt!: Date;
}

@ObjectType({ description: "Something to watch and where it stands in the list." })
export class WatchlistEdge {
  @Field(() => WatchlistEntry, { description: "What it is, and since when." })
  readonly node!: WatchlistEntry;

  @Field(() => String, { description: "Where it stands: ask for what follows with `after`." })
  readonly cursor!: string;
}

@ObjectType({ description: "A page of what a profile wants to watch, the latest added first." })
export class WatchlistConnection {
  @Field(() => [WatchlistEdge], { description: "The entries with their cursors." })
  readonly edges!: readonly WatchlistEdge[];

  @Field(() => [WatchlistEntry], { description: "The entries alone." })
  readonly nodes!: readonly WatchlistEntry[];

  @Field(() => PageInfo, { description: "Where the page stands." })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many the whole list has; 1,000 at most." })
  readonly totalCount!: number;
}

@InputType({ description: "What to put on the watchlist." })
export class AddToWatchlistInput {
  @Field(() => ID, { description: "The playable to add." })
  readonly playableId!: string;
}

@ObjectType({ description: "The playable is on the watchlist." })
export class AddedToWatchlist {
  @Field(() => Playable, { nullable: true, description: "What was added." })
  readonly playable!: Playable | null;
}

@ObjectType({ implements: Refusal, description: "The watchlist holds as much as it can; remove something first." })
export class WatchlistFull extends Refusal {
  @Field(() => Int, { description: "How many a watchlist holds." })
  readonly limit!: number;
}

export const AddToWatchlistResult = createUnionType({
  name: "AddToWatchlistResult",
  description: "What became of adding to the watchlist.",
  types: () => [AddedToWatchlist, WatchlistFull] as const,
  resolveType: (value) => ("limit" in value ? WatchlistFull : AddedToWatchlist),
});

@InputType({ description: "What to take off the watchlist." })
export class RemoveFromWatchlistInput {
  @Field(() => ID, { description: "The playable to take off." })
  readonly playableId!: string;
}

@ObjectType({ description: "The playable is not on the watchlist, whether it was before or not." })
export class RemovedFromWatchlist {
  @Field(() => Playable, { nullable: true, description: "What was taken off." })
  readonly playable!: Playable | null;
}

@InputType({ description: "What the selected profile thinks of something." })
export class RateInput {
  @Field(() => ID, { description: "The playable it is about." })
  readonly playableId!: string;

  @Field(() => Rating, { description: "What it thinks; `NONE` takes back what it said." })
  readonly rating!: keyof typeof Rating;
}

@ObjectType({ description: "The rating is noted." })
export class Rated {
  @Field(() => Playable, { nullable: true, description: "What was rated." })
  readonly playable!: Playable | null;

  @Field(() => Rating, { description: "What the profile thinks of it now." })
  readonly rating!: keyof typeof Rating;
}
