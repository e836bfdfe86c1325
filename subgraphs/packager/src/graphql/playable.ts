import { Directive, Field, Float, ID, ObjectType, registerEnumType } from "type-graphql";

export const ImportState = {
  QUEUED: "QUEUED",
  PROBING: "PROBING",
  TRANSCODING: "TRANSCODING",
  VERIFYING: "VERIFYING",
  READY: "READY",
  FAILED: "FAILED",
} as const;

registerEnumType(ImportState, {
  name: "ImportState",
  description: "Where an import stands.",
  valuesConfig: {
    QUEUED: { description: "It waits for a worker." },
    PROBING: { description: "The source is looked at." },
    TRANSCODING: { description: "The renditions are encoded." },
    VERIFYING: { description: "The output is read back and checked." },
    READY: { description: "It can be watched." },
    FAILED: { description: "It was given up; the job's error says why." },
  },
});

@ObjectType({ description: "Where players fetch the media from: absolute, signed URLs that expire." })
export class Manifests {
  @Field(() => String, { description: "The HLS multivariant playlist." })
  hls!: string;

  @Field(() => String, { description: "The MPEG-DASH manifest." })
  dash!: string;
}

@ObjectType({ description: "How far a playable's video is." })
export class Video {
  @Directive("@cacheControl(maxAge: 2, scope: PUBLIC)")
  @Field(() => ImportState, { description: "READY as soon as there is something to watch, also while it is being replaced." })
  state!: keyof typeof ImportState;

  @Directive("@cacheControl(maxAge: 2, scope: PUBLIC)")
  @Field(() => Float, { description: "How much of the import is done, from 0 to 100." })
  percent!: number;
}

@ObjectType("Playable", { description: "What can be played; its fields about media." })
@Directive('@key(fields: "id")')
@Directive("@interfaceObject")
export class Playable {
  @Field(() => ID, { description: "Opaque." })
  id!: string;
}
