import type { MaturityRating as Rating } from "@marquee/events";
import { Directive, Field, Float, ID, Int, InterfaceType } from "type-graphql";
import { typeNames, type Work } from "../domain/work.ts";
import { MaturityRating } from "./enums.ts";
import { PublicField } from "./public-field.ts";

const resolveType = ({ kind }: Work) => typeNames[kind];

@InterfaceType({ description: "What is browsed: a movie or a series.", resolveType })
export abstract class Title {
  @PublicField()
  @Field(() => ID, { description: "Opaque, and the same for ever." })
  readonly id!: string;

  @PublicField()
  @Field(() => String, { description: "As shown to people." })
  readonly name!: string;

  @PublicField()
  @Field(() => String, { nullable: true, description: "What it is about, in a few sentences." })
  readonly synopsis!: string | undefined;

  @PublicField()
  @Field(() => Int, { nullable: true, description: "When it was first shown." })
  readonly year!: number | undefined;

  @PublicField()
  @Field(() => MaturityRating, { nullable: true, description: "For whom it is fit; while unknown it is shown to adults only." })
  readonly maturityRating!: Rating | undefined;
}

@Directive('@key(fields: "id")')
@InterfaceType({ description: "What can be played: a movie, an episode or a channel.", resolveType })
export abstract class Playable {
  @PublicField()
  @Field(() => ID, { description: "Opaque, and the same for ever." })
  readonly id!: string;

  @PublicField()
  @Field(() => String, { description: "As shown to people." })
  readonly name!: string;

  @PublicField(10)
  @Field(() => Float, {
    nullable: true,
    description: "Of the video; before there is one, of the original. Null while unknown, and for a channel.",
  })
  readonly durationSeconds!: number | undefined;

  @PublicField()
  @Field(() => MaturityRating, { nullable: true, description: "For whom it is fit; while unknown it is shown to adults only." })
  readonly maturityRating!: Rating | undefined;
}
