import { Directive, Field, ObjectType } from "type-graphql";

@ObjectType({ description: "Where a page of a connection stands." })
@Directive("@shareable")
export class PageInfo {
  @Field(() => Boolean, { description: "Whether there is more after this page." })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether there is something before this page." })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "The first edge's cursor; null on an empty page." })
  readonly startCursor!: string | null;

  @Field(() => String, { nullable: true, description: "The last edge's cursor, to ask for what follows; null on an empty page." })
  readonly endCursor!: string | null;
}
