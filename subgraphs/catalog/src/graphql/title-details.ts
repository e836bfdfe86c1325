import { Field, ID, Int, ObjectType } from "type-graphql";
import type * as domain from "../domain/work.ts";
import { ArtworkKind, CreditRole } from "./enums.ts";
import { PublicField } from "./public-field.ts";

@ObjectType({ description: "A sort of story that titles have in common." })
export class Genre {
  @PublicField()
  @Field(() => ID, { description: "Names the genre in a filter." })
  readonly id!: string;

  @PublicField()
  @Field(() => String, { description: "As shown to people." })
  readonly name!: string;
}

@ObjectType({ description: "Somebody who took part in a title." })
export class Person {
  @PublicField()
  @Field(() => ID, { description: "The same person has the same id in every title." })
  readonly id!: string;

  @PublicField()
  @Field(() => String, { description: "As credited." })
  readonly name!: string;
}

@ObjectType({ description: "What one person did for a title." })
export class Credit {
  @PublicField()
  @Field(() => Person, { description: "Who." })
  readonly person!: Person;

  @PublicField()
  @Field(() => CreditRole, { description: "In which role." })
  readonly role!: domain.CreditRole;

  @PublicField()
  @Field(() => String, { nullable: true, description: "Whom an actor plays, where that is known." })
  readonly character!: string | undefined;
}

@ObjectType({ description: "A picture of a title." })
export class Artwork {
  @PublicField()
  @Field(() => ArtworkKind, { description: "What it is made for." })
  readonly kind!: domain.ArtworkKind;

  @PublicField()
  @Field(() => String, { description: "The absolute URL of the picture." })
  readonly url!: string;

  @PublicField()
  @Field(() => Int, { nullable: true, description: "In pixels, where it is known." })
  readonly width!: number | undefined;

  @PublicField()
  @Field(() => Int, { nullable: true, description: "In pixels, where it is known." })
  readonly height!: number | undefined;
}
