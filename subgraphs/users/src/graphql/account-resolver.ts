import { requireAccount } from "@marquee/subgraph-server";
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Account as DomainAccount } from "../domain/account.ts";
import { plans } from "../domain/plan.ts";
import { signOutDevice } from "../domain/sign-out.ts";
import { Account, Device, Plan, Profile } from "./account-types.ts";
import type { UsersContext } from "./context.ts";

/** An account as one of its devices sees it. */
export interface AccountOfDevice extends DomainAccount {
  readonly deviceId: string | undefined;
}

@Resolver(() => Account)
export class AccountResolver {
  @Query(() => Account, { nullable: true, description: "The signed-in account; null without one." })
  async me(@Ctx() { viewer, users }: UsersContext): Promise<AccountOfDevice | undefined> {
    const account = viewer.accountId === undefined ? undefined : await users.accounts.find(viewer.accountId);
    return account && { ...account, deviceId: viewer.deviceId };
  }

  @FieldResolver(() => [Profile], { description: "The people who share the account, in the order in which they were added." })
  profiles(@Root() account: AccountOfDevice, @Ctx() { profilesOf }: UsersContext) {
    return profilesOf.load(account.id);
  }

  @FieldResolver(() => Plan, { description: "What the account may do for what it pays." })
  plan(@Root() { plan: id }: AccountOfDevice): Plan {
    return { id, ...plans[id] };
  }

  @FieldResolver(() => [Device], { description: "The devices that are signed in, the most recently seen first." })
  async devices(@Root() account: AccountOfDevice, @Ctx() { users }: UsersContext): Promise<Device[]> {
    const signIns = await users.signIns.ofAccount(account.id, users.now());
    return signIns.map(({ id, deviceName, lastSeenAt }) => ({ id, name: deviceName, lastSeenAt, isCurrent: id === account.deviceId }));
  }

  @Mutation(() => Boolean, {
    description: "Signs out a device of the account: it cannot refresh any more. True where it was signed in.",
  })
  signOutDevice(
    @Arg("deviceId", () => ID, { description: "A device of the account." }) deviceId: string,
    @Ctx() { viewer, users }: UsersContext,
  ): Promise<boolean> {
    return signOutDevice(users, requireAccount(viewer), deviceId);
  }
}
