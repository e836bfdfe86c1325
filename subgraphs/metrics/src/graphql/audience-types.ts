import { GraphQLDateTime } from "graphql-scalars";
import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { definitions } from "../domain/definitions.ts";

export const AudienceStep = { MINUTE: "MINUTE", HOUR: "HOUR", DAY: "DAY" } as const;
export type AudienceStep = keyof typeof AudienceStep;

registerEnumType(AudienceStep, {
  name: "AudienceStep",
  description: "How wide the steps of an audience are.",
  valuesConfig: {
    MINUTE: { description: "A minute; kept for as long as single events are." },
    HOUR: { description: "An hour of UTC." },
    DAY: { description: "A day of UTC." },
  },
});

@ObjectType("AudienceCounts", { description: "What the watching within a stretch of time adds up to." })
export class AudienceCountsType {
  @Field(() => GraphQLDateTime, { description: "When the stretch begins." })
  at!: Date;

  @Field(() => Int, { nullable: true, description: definitions.attempts })
  attempts!: number | null;

  @Field(() => Int, { nullable: true, description: definitions.plays })
  plays!: number | null;

  @Field(() => Int, { nullable: true, description: definitions.views })
  views!: number | null;

  @Field(() => Int, { nullable: true, description: definitions.uniqueViewers })
  uniqueViewers!: number | null;

  @Field(() => Float, { nullable: true, description: definitions.watchTime })
  watchSeconds!: number | null;
}

@ObjectType("Audience", { description: "How a playable was watched over a stretch of time, in steps." })
export class AudienceType {
  @Field(() => AudienceCountsType, { description: "The sums over all steps, up to `asOf`; null where a step is not known any more." })
  totals!: AudienceCountsType;

  @Field(() => [AudienceCountsType], { description: "One for each step, in order; null beyond `asOf`, and 0 where nothing was watched." })
  steps!: AudienceCountsType[];

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "Every event acknowledged before this moment is counted; null while nothing is.",
  })
  asOf!: Date | null;

  @Field(() => String, { description: "What the words mean, and how the numbers come about." })
  definition!: string;
}
