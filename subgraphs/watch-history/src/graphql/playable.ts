import { Directive, Field, ID, ObjectType } from "type-graphql";

@ObjectType("Playable", { description: "What can be played; its progress is told here." })
@Directive('@key(fields: "id")')
@Directive("@interfaceObject")
export class Playable {
  @Field(() => ID, { description: "Names the playable in the whole graph." })
  readonly id!: string;
}
