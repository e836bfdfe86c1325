import type { FederatedSchemaOptions } from "@marquee/subgraph-server";
import { AccountResolver } from "./account-resolver.ts";
import type { UsersContext } from "./context.ts";
import { ownProfile, ProfileResolver } from "./profile-resolver.ts";
import { SignInResolver } from "./sign-in-resolver.ts";

/** The users subgraph's part of the graph. */
export const schemaOptions: FederatedSchemaOptions = {
  resolvers: [AccountResolver, ProfileResolver, SignInResolver],
  references: {
    Profile: ({ id }: { readonly id: string }, context: UsersContext) => ownProfile(id, context),
  },
};
