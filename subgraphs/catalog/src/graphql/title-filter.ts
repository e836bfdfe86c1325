import type { MaturityRating as Rating } from "@marquee/events";
import { Field, ID, InputType, Int } from "type-graphql";
import type { TitleSelection } from "../domain/title-listing.ts";
import type { TitleKind as Kind } from "../domain/work.ts";
import { MaturityRating, TitleKind } from "./enums.ts";

@InputType({ description: "Which titles are meant; everything that is given must hold." })
export class TitleFilter {
  @Field(() => [TitleKind], { nullable: true, description: "Only these sorts of titles." })
  readonly kinds?: readonly Kind[] | null;

  @Field(() => [ID], { nullable: true, description: "Only titles of at least one of these genres." })
  readonly genreIds?: readonly string[] | null;

  @Field(() => Int, { nullable: true, description: "Only titles of this year or later." })
  readonly yearFrom?: number | null;

  @Field(() => Int, { nullable: true, description: "Only titles of this year or earlier." })
  readonly yearTo?: number | null;

  @Field(() => MaturityRating, {
    nullable: true,
    description: "Only titles that this limit admits; the selected profile's own limit holds too.",
  })
  readonly maturityLimit?: Rating | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only titles that can (true) or cannot (false) be played now, where the viewer is.",
  })
  readonly playableNow?: boolean | null;
}

export function selectionOf(filter: TitleFilter | undefined | null): TitleSelection {
  return {
    kinds: filter?.kinds ?? undefined,
    genreIds: filter?.genreIds ?? undefined,
    yearFrom: filter?.yearFrom ?? undefined,
    yearTo: filter?.yearTo ?? undefined,
    maturityLimit: filter?.maturityLimit ?? undefined,
    isPlayableNow: filter?.playableNow ?? undefined,
  };
}
