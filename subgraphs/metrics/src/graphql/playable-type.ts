import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Everything that catalog says can be played, by its id alone: the interface object through which this subgraph adds its fields to all of them. */
@ObjectType("Playable", { description: "What can be played: a movie, an episode or a channel." })
@Directive('@key(fields: "id")')
@Directive("@interfaceObject")
export class PlayableType {
  @Field(() => ID, { description: "Its id, as catalog gave it." })
  id!: string;
}
