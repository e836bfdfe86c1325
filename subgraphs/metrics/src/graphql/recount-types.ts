import { Field, ID, Int, ObjectType } from "type-graphql";
import { AudienceCountsType, AudienceStep } from "./audience-types.ts";

@ObjectType("RecountDifference", { description: "A number that is stored otherwise than it comes out." })
export class RecountDifferenceType {
  @Field(() => AudienceStep, {
    description: "A minute is recounted from raw events, an hour from the stored minutes, a day from the hours.",
  })
  step!: AudienceStep;

  @Field(() => Int, { description: "Which part of the playable's sessions." })
  part!: number;

  @Field(() => AudienceCountsType, { description: "What is stored." })
  stored!: AudienceCountsType;

  @Field(() => AudienceCountsType, { description: "What comes out." })
  recounted!: AudienceCountsType;
}

@ObjectType("Recount", { description: "What the raw events of a stretch add up to, beside what is stored for it." })
export class RecountType {
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether every minute is stored as it comes out, in each of its parts, and the hours and days above them as well; " +
      "null where raw events have expired, or nothing could be compared yet.",
  })
  equal!: boolean | null;

  @Field(() => AudienceCountsType, { nullable: true, description: "What is stored for the minutes that were compared." })
  stored!: AudienceCountsType | null;

  @Field(() => AudienceCountsType, { nullable: true, description: "What the raw events of the minutes that were compared add up to." })
  recounted!: AudienceCountsType | null;

  @Field(() => Boolean, { description: "Whether raw events of the stretch are past their lifetime, so that nothing can be recounted." })
  expired!: boolean;

  @Field(() => [ID], {
    description:
      "Sessions whose deltas do not add up to their totals, as the events within the stretch prove it: their devices used a sequence again " +
      "for another moment; at most 1,000.",
  })
  inconsistentSessionIds!: string[];

  @Field(() => Int, {
    description: "How many minutes of the stretch were compared: those are left out that are not counted yet, or again.",
  })
  minutesCompared!: number;

  @Field(() => [RecountDifferenceType], { description: "What differs; at most 100." })
  differences!: RecountDifferenceType[];

  @Field(() => String, { description: "What the words mean, and how the numbers come about." })
  definition!: string;
}
