import { Field, InterfaceType } from "type-graphql";

@InterfaceType({ description: "What every refusal says: why a request was understood and still not carried out." })
export abstract class Refusal {
  @Field(() => String, { description: "What was refused and why, in a sentence for people." })
  readonly message!: string;
}
