import { GraphQLDateTime } from "graphql-scalars";
import { Field, Float, ID, ObjectType } from "type-graphql";
import { PageInfo } from "./page-info.ts";
import { Playable } from "./playable.ts";

@ObjectType({ description: "One watching of a profile." })
export class HistoryEntry {
  @Field(() => ID, { description: "Names the entry within its profile." })
  readonly id!: string;

  @Field(() => Playable, { nullable: true, description: "What was watched." })
  readonly playable!: Playable | null;

  @Field(() => GraphQLDateTime, { description: "When the watching started." })
  readonly startedAt!: Date;

  @Field(() => Float, { description: "How long was watched, in seconds; pauses and skipped stretches are not in it." })
  readonly watchedSeconds!: number;

  @Field(() => Float, { description: "Where the watching was last, in seconds." })
  readonly positionSeconds!: number;
}

@ObjectType({ description: "A watching and where it stands in the history." })
export class HistoryEdge {
  @Field(() => HistoryEntry, { description: "The watching." })
  readonly node!: HistoryEntry;

  @Field(() => String, { description: "Where it stands: ask for what follows with `after`." })
  readonly cursor!: string;
}

@ObjectType({ description: "A page of a profile's history, the latest watching first." })
export class HistoryConnection {
  @Field(() => [HistoryEdge], { description: "The watchings with their cursors." })
  readonly edges!: readonly HistoryEdge[];

  @Field(() => [HistoryEntry], { description: "The watchings alone." })
  readonly nodes!: readonly HistoryEntry[];

  @Field(() => PageInfo, { description: "Where the page stands." })
  readonly pageInfo!: PageInfo;
}
