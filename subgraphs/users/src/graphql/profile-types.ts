import { createUnionType, Field, ID, InputType, ObjectType } from "type-graphql";
import { Profile } from "./account-types.ts";
import { MaturityRating } from "./enums.ts";
import { AdultProfileRequired, InvalidProfile, LastAdultProfile, TooManyAttempts, UnknownProfile, WrongPin } from "./refusals.ts";
import { resultType } from "./result-type.ts";

@InputType({ description: "A new profile of the account." })
export class CreateProfileInput {
  @Field(() => String, { description: "1 to 60 characters." })
  name!: string;

  @Field(() => MaturityRating, { description: "The strictest rating that the profile may watch." })
  maturityLimit!: MaturityRating;

  @Field(() => String, { nullable: true, description: "4 to 8 digits, asked for whenever the profile is selected." })
  pin?: string | null;
}

@InputType({ description: "What changes of a profile; what is left out stays." })
export class UpdateProfileInput {
  @Field(() => ID, { description: "A profile of the account." })
  profileId!: string;

  @Field(() => String, { nullable: true, description: "1 to 60 characters." })
  name?: string | null;

  @Field(() => MaturityRating, { nullable: true, description: "The strictest rating that the profile may watch." })
  maturityLimit?: MaturityRating | null;

  @Field(() => String, { nullable: true, description: "A new PIN: 4 to 8 digits." })
  pin?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Whether the PIN is to be taken away." })
  removePin?: boolean | null;

  @Field(() => String, { nullable: true, description: "The PIN that the profile has; needed to change it or to take it away." })
  currentPin?: string | null;
}

@InputType({ description: "A profile to delete, with its history." })
export class DeleteProfileInput {
  @Field(() => ID, { description: "A profile of the account." })
  profileId!: string;
}

@ObjectType({ description: "The account has a new profile." })
export class ProfileCreated {
  @Field(() => Profile, { description: "The new profile." })
  profile!: Profile;
}

@ObjectType({ description: "A profile was changed; a device that has it selected follows with its next refresh." })
export class ProfileUpdated {
  @Field(() => Profile, { description: "The profile as it is now." })
  profile!: Profile;
}

@ObjectType({ description: "A profile is gone." })
export class ProfileDeleted {
  @Field(() => ID, { description: "The profile that was deleted." })
  profileId!: string;
}

export const CreateProfileResult = createUnionType({
  name: "CreateProfileResult",
  description: "What came of creating a profile.",
  types: () => [ProfileCreated, InvalidProfile, AdultProfileRequired, TooManyAttempts] as const,
  resolveType: resultType,
});

export const UpdateProfileResult = createUnionType({
  name: "UpdateProfileResult",
  description: "What came of changing a profile.",
  types: () => [ProfileUpdated, InvalidProfile, UnknownProfile, WrongPin, TooManyAttempts, AdultProfileRequired, LastAdultProfile] as const,
  resolveType: resultType,
});

export const DeleteProfileResult = createUnionType({
  name: "DeleteProfileResult",
  description: "What came of deleting a profile.",
  types: () => [ProfileDeleted, UnknownProfile, AdultProfileRequired, LastAdultProfile] as const,
  resolveType: resultType,
});
