import { Directive, Field, ObjectType } from "type-graphql";
import type { TitleListing } from "../domain/title-listing.ts";
import type { Work } from "../domain/work.ts";
import { Title } from "./interfaces.ts";

@Directive("@shareable")
@ObjectType({ description: "Where a page stands in its list." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether there is more after this page." })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether there is something before this page." })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "The cursor of the first entry; null on an empty page." })
  readonly startCursor!: string | undefined;

  @Field(() => String, { nullable: true, description: 'The cursor of the last entry, for "after"; null on an empty page.' })
  readonly endCursor!: string | undefined;
}

@ObjectType({ description: "A title in its list." })
export class TitleEdge {
  @Field(() => Title, { description: "The title." })
  readonly node!: Work;

  @Field(() => String, { description: 'Names this place in the list, for "after".' })
  readonly cursor!: string;
}

@ObjectType({ description: "A page of a list of titles." })
export class TitleConnection {
  readonly listing!: TitleListing;

  @Field(() => [TitleEdge], { description: "The entries of this page, each with its cursor." })
  readonly edges!: readonly TitleEdge[];

  @Field(() => [Title], { description: "The titles of this page." })
  readonly nodes!: readonly Work[];

  @Field(() => PageInfo, { description: "Where this page stands." })
  readonly pageInfo!: PageInfo;
}
