import { GraphQLDateTime } from "graphql-scalars";
import { Field, Float, Int, InterfaceType, ObjectType } from "type-graphql";
import { ActiveStream } from "./active-stream.ts";

@InterfaceType({ description: "An answer that a client can act on, other than the one it hoped for." })
export abstract class Refusal {
  @Field(() => String, { description: "One sentence for a person." })
  message!: string;
}

@ObjectType({ implements: Refusal, description: "The account's plan does not include this." })
export class NotEntitled extends Refusal {}

@ObjectType({ implements: Refusal, description: "The profile's maturity limit is below the rating." })
export class MaturityRestricted extends Refusal {}

@ObjectType({ implements: Refusal, description: "The account already watches on as many screens as its plan allows." })
export class TooManyStreams extends Refusal {
  @Field(() => Int, { description: "How many screens may watch at once." })
  limit!: number;

  @Field(() => [ActiveStream], { description: "Those that watch now; end one with endPlayback." })
  active!: readonly ActiveStream[];
}

@ObjectType({ implements: Refusal, description: "It may not be watched in the viewer's territory at this time." })
export class NotAvailable extends Refusal {
  @Field(() => GraphQLDateTime, { nullable: true, description: "When the next window opens; null when none is known." })
  availableFrom?: Date;
}

@ObjectType({ implements: Refusal, description: "It has no video yet." })
export class NotReady extends Refusal {
  @Field(() => Float, { nullable: true, description: "How far packaging is; null when nothing is being packaged." })
  percent?: number;
}

@ObjectType({ implements: Refusal, description: "There is no playable of this id." })
export class UnknownPlayable extends Refusal {}

@ObjectType({ implements: Refusal, description: "No profile is selected: call selectProfile first." })
export class ProfileRequired extends Refusal {}

@ObjectType({ implements: Refusal, description: "The session is over, or not this profile's: start another one." })
export class PlaybackEnded extends Refusal {}

@ObjectType({ implements: Refusal, description: "The account has no session of this id." })
export class UnknownPlayback extends Refusal {}

@ObjectType({ implements: Refusal, description: "The import cannot begin: the message says what is wrong with its input." })
export class InvalidSource extends Refusal {}
