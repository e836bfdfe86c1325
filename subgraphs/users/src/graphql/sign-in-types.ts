import { GraphQLDateTime } from "graphql-scalars";
import { createUnionType, Field, ID, InputType, ObjectType } from "type-graphql";
import { Profile } from "./account-types.ts";
import { EmailTaken, InvalidSignUp, SignInEnded, TooManyAttempts, UnknownProfile, WrongCredentials, WrongPin } from "./refusals.ts";
import { resultType } from "./result-type.ts";

@InputType({ description: "A new account with its first profile." })
export class SignUpInput {
  @Field(() => String, { description: "The e-mail address to sign in with." })
  email!: string;

  @Field(() => String, { description: "8 to 128 characters, and not the e-mail address." })
  password!: string;

  @Field(() => String, { description: "The name of the first profile: 1 to 60 characters." })
  name!: string;

  @Field(() => String, { nullable: true, description: "What to call this device in the list of devices." })
  deviceName?: string | null;

  @Field(() => String, { nullable: true, description: "The country the account is in: ISO 3166-1 alpha-2, such as DE." })
  country?: string | null;
}

@InputType({ description: "Who signs in, and on what." })
export class SignInInput {
  @Field(() => String, { description: "The e-mail address of the account." })
  email!: string;

  @Field(() => String, { description: "The account's password." })
  password!: string;

  @Field(() => String, { nullable: true, description: "What to call this device in the list of devices." })
  deviceName?: string | null;
}

@InputType({ description: "What keeps a device signed in." })
export class RefreshInput {
  @Field(() => String, { description: "The refresh token that this device was given last." })
  refreshToken!: string;
}

@InputType({ description: "Who is watching." })
export class SelectProfileInput {
  @Field(() => ID, { description: "A profile of the account." })
  profileId!: string;

  @Field(() => String, { nullable: true, description: "Its PIN, where it has one." })
  pin?: string | null;
}

@ObjectType({ description: "A device is signed in." })
export class SignedIn {
  @Field(() => Profile, { nullable: true, description: "The selected profile; an account with one profile and no PIN has it selected." })
  profile?: Profile;

  @Field(() => String, { description: "Goes with every request, as `Authorization: Bearer`." })
  accessToken!: string;

  @Field(() => GraphQLDateTime, { description: "When the access token ends; refresh it before." })
  accessTokenExpiresAt!: Date;

  @Field(() => String, { description: "Good for one refresh; keep it secret." })
  refreshToken!: string;
}

@ObjectType({ description: "The device asks for this profile from now on." })
export class ProfileSelected {
  @Field(() => Profile, { description: "The selected profile." })
  profile!: Profile;

  @Field(() => String, { description: "Takes the place of the access token before." })
  accessToken!: string;

  @Field(() => GraphQLDateTime, { description: "When the access token ends; refresh it before." })
  accessTokenExpiresAt!: Date;
}

export const SignUpResult = createUnionType({
  name: "SignUpResult",
  description: "What came of signing up; repeated with the same password it answers like signing in.",
  types: () => [SignedIn, EmailTaken, InvalidSignUp, TooManyAttempts] as const,
  resolveType: resultType,
});

export const SignInResult = createUnionType({
  name: "SignInResult",
  description: "What came of signing in.",
  types: () => [SignedIn, WrongCredentials, TooManyAttempts] as const,
  resolveType: resultType,
});

export const RefreshResult = createUnionType({
  name: "RefreshResult",
  description: "What came of refreshing.",
  types: () => [SignedIn, SignInEnded] as const,
  resolveType: resultType,
});

export const SelectProfileResult = createUnionType({
  name: "SelectProfileResult",
  description: "What came of selecting a profile.",
  types: () => [ProfileSelected, WrongPin, TooManyAttempts, UnknownProfile] as const,
  resolveType: resultType,
});
