import { Field, ID, ObjectType } from "type-graphql";
import type { TitleListing } from "../domain/title-listing.ts";

@ObjectType({ description: "A row of the home page: a name over a list of titles." })
export class Shelf {
  readonly listing!: TitleListing;

  @Field(() => ID, { description: "The same each time the shelf is shown." })
  readonly id!: string;

  @Field(() => String, { description: "What its titles have in common." })
  readonly name!: string;
}
