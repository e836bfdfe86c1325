import { Field, Int, InterfaceType, ObjectType } from "type-graphql";
import { resultType } from "./result-type.ts";

@InterfaceType({
  description: "Why something was not done, in a way that the client can act on.",
  resolveType: resultType,
})
export abstract class Refusal {
  @Field(() => String, { description: "A sentence for the person in front of the screen." })
  message!: string;
}

@ObjectType({ implements: Refusal, description: "The e-mail address has an account already, with another password." })
export class EmailTaken extends Refusal {}

@ObjectType({
  implements: Refusal,
  description: "Something about the new account is not acceptable; the message names everything that is not.",
})
export class InvalidSignUp extends Refusal {}

@ObjectType({ implements: Refusal, description: "There is no account with this e-mail address and this password." })
export class WrongCredentials extends Refusal {}

@ObjectType({ implements: Refusal, description: "It was tried too often, or too much is being asked at once." })
export class TooManyAttempts extends Refusal {
  @Field(() => Int, { description: "How long to wait before trying again." })
  retryAfterSeconds!: number;
}

@ObjectType({ implements: Refusal, description: "The refresh token is no longer good: sign in again." })
export class SignInEnded extends Refusal {}

@ObjectType({ implements: Refusal, description: "The profile has a PIN, and this is not it." })
export class WrongPin extends Refusal {}

@ObjectType({ implements: Refusal, description: "The account has no such profile." })
export class UnknownProfile extends Refusal {}

@ObjectType({ implements: Refusal, description: "Something about the profile is not acceptable; the message says what." })
export class InvalidProfile extends Refusal {}

@ObjectType({ implements: Refusal, description: "Profiles are changed by an adult: select a profile with the limit EIGHTEEN first." })
export class AdultProfileRequired extends Refusal {}

@ObjectType({ implements: Refusal, description: "An account keeps at least one profile with the limit EIGHTEEN." })
export class LastAdultProfile extends Refusal {}
