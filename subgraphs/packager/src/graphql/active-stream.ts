import { GraphQLDateTime } from "graphql-scalars";
import { Field, ID, ObjectType } from "type-graphql";
import { Playable } from "./playable.ts";

@ObjectType({ description: "A playback session that holds one of the account's streams." })
export class ActiveStream {
  @Field(() => ID, { description: "For endPlayback." })
  sessionId!: string;

  @Field(() => String, { nullable: true, description: "What the device called itself when it signed in." })
  deviceName?: string;

  @Field(() => Playable, { nullable: true, description: "What it plays." })
  playable?: Playable;

  @Field(() => GraphQLDateTime, { description: "When the session started." })
  startedAt!: Date;
}
