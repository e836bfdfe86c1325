import { GraphQLDateTime } from "graphql-scalars";
import { Field, Float, ObjectType } from "type-graphql";
import type { ResumePoint } from "../domain/profile-store.ts";
import { progressOf } from "../domain/progress.ts";
import { Playable } from "./playable.ts";

@ObjectType({ description: "How far the selected profile has come in a playable." })
export class Progress {
  @Field(() => Float, { description: "Where to resume, in seconds." })
  readonly positionSeconds!: number;

  @Field(() => Float, { nullable: true, description: "How much of it lies behind, 0 to 100; null where its duration is unknown." })
  readonly percent!: number | null;

  @Field(() => Boolean, { description: "Whether it was watched to its end: 95 % of it, or until the player said so." })
  readonly finished!: boolean;

  @Field(() => GraphQLDateTime, { description: "When the viewer last moved it, on whichever device." })
  readonly updatedAt!: Date;
}

@ObjectType({ description: "Something begun and not finished." })
export class InProgress {
  @Field(() => Playable, { nullable: true, description: "What was begun." })
  readonly playable!: Playable | null;

  @Field(() => Progress, { description: "How far the profile has come in it." })
  readonly progress!: Progress;
}

export function toProgress(point: ResumePoint): Progress {
  const { percent = null, ...progress } = progressOf(point);
  return { ...progress, percent };
}

export function toInProgress(point: ResumePoint): InProgress {
  return { playable: { id: point.playableId }, progress: toProgress(point) };
}
