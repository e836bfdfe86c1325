import { GraphQLDateTime } from "graphql-scalars";
import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { MaturityRating } from "./enums.ts";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A person's own place in an account: their taste and their limits." })
export class Profile {
  @Field(() => ID, { description: "Opaque." })
  id!: string;

  @Field(() => String, { description: "What the person is called." })
  name!: string;

  @Field(() => MaturityRating, { description: "The strictest rating that this profile may watch." })
  maturityLimit!: `${MaturityRating}`;
}

@ObjectType({ description: "A device that is signed in." })
export class Device {
  @Field(() => ID, { description: "Opaque." })
  id!: string;

  @Field(() => String, { description: "What the device called itself when it signed in." })
  name!: string;

  @Field(() => GraphQLDateTime, { description: "When it last signed in, refreshed its token or selected a profile." })
  lastSeenAt!: Date;

  @Field(() => Boolean, { description: "Whether it is the device that asks." })
  isCurrent!: boolean;
}

@ObjectType({ description: "What an account may do for what it pays." })
export class Plan {
  @Field(() => ID, { description: "`BASIC`, `STANDARD` or `PREMIUM`; `NONE` once the membership has ended." })
  id!: string;

  @Field(() => String, { description: "What it is called." })
  name!: string;

  @Field(() => Int, { description: "On how many screens the account may watch at once; 0 without a membership." })
  maxStreams!: number;
}

@ObjectType({ description: "Who signs in and pays; several people share it, each with a profile." })
export class Account {
  @Field(() => ID, { description: "Opaque." })
  id!: string;

  @Field(() => String, { description: "The e-mail address to sign in with, in its normal form." })
  email!: string;

  @Field(() => [String], { description: "What the account may do beyond watching; `operate` makes an operator." })
  scopes!: readonly string[];
}
