import { GraphQLDateTime } from "graphql-scalars";
import { Directive, Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { definitions } from "../domain/definitions.ts";
import type { LiveCount, PlayableCount } from "../domain/live/live-count-store.ts";
import { liveDefinition } from "../domain/live/live-definition.ts";
import { PlayableType } from "./playable-type.ts";

/** The same for everybody, so the router may fetch it once for all; a second old at most. */
export const livePublic = "@cacheControl(maxAge: 1, scope: PUBLIC)";

export const CountPrecision = { EXACT: "EXACT", PARTIAL: "PARTIAL", UNKNOWN: "UNKNOWN" } as const;
export type CountPrecision = keyof typeof CountPrecision;

registerEnumType(CountPrecision, {
  name: "CountPrecision",
  description: "How much a live count can be relied on.",
  valuesConfig: {
    EXACT: { description: "Every session is counted." },
    PARTIAL: { description: "Some sessions are not known right now, so there are at least this many." },
    UNKNOWN: { description: "Nothing is known right now, so there is no number." },
  },
});

@ObjectType("ViewerCount", { description: "How many watch one playable now." })
export class ViewerCountType {
  @Directive(livePublic)
  @Field(() => Int, { nullable: true, description: definitions.viewers })
  viewers!: number | null;

  @Directive(livePublic)
  @Field(() => GraphQLDateTime, { nullable: true, description: "The moment that the number is of; null while it is unknown." })
  asOf!: Date | null;

  @Directive(livePublic)
  @Field(() => CountPrecision, { description: "How much the number can be relied on." })
  precision!: CountPrecision;

  @Directive(livePublic)
  @Field(() => String, { description: "What a viewer is, and how late and how precise the number is." })
  definition!: string;
}

@ObjectType("LiveViewers", { description: "A playable and how many watch it now." })
export class LiveViewersType extends ViewerCountType {
  @Directive(livePublic)
  @Field(() => PlayableType, { nullable: true, description: "What is being watched." })
  playable!: PlayableType | null;
}

export function toViewerCount(count: LiveCount): ViewerCountType {
  const definition = liveDefinition;
  if (count.precision === "UNKNOWN") return { viewers: null, asOf: null, precision: "UNKNOWN", definition };
  return { viewers: count.viewers, asOf: new Date(count.asOfMs), precision: count.precision, definition };
}

export function toLiveViewers({ playableId, count }: PlayableCount): LiveViewersType {
  return { ...toViewerCount(count), playable: { id: playableId } };
}
