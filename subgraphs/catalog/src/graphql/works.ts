import { Directive, Field, Int, ObjectType } from "type-graphql";
import { Playable, Title } from "./interfaces.ts";
import { PublicField } from "./public-field.ts";

// What a movie, a series or an episode is read from is the domain's `Work`; the interfaces bring their fields along.

@Directive('@key(fields: "id")')
@ObjectType({ description: "A film, played as a whole.", implements: [Title, Playable] })
export class Movie {}

@Directive('@key(fields: "id")')
@ObjectType({ description: "Seasons of episodes.", implements: Title })
export class Series {}

@ObjectType({ description: "The episodes of a series that belong together." })
export class Season {
  readonly seriesId!: string;

  @PublicField()
  @Field(() => Int, { description: "From 1." })
  readonly number!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "One part of a series.", implements: Playable })
export class Episode {
  @PublicField()
  @Field(() => Int, { description: "In its season, from 1." })
  readonly number!: number;

  @PublicField()
  @Field(() => String, { nullable: true, description: "What it is about, in a few sentences." })
  readonly synopsis!: string | undefined;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "A programme that runs by the clock.", implements: Playable })
export class Channel {}
