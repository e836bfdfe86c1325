import { codedError } from "@marquee/coded-errors";
import { requireAccount } from "@marquee/subgraph-server";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { refresh } from "../domain/refresh.ts";
import { selectProfile } from "../domain/select-profile.ts";
import { signIn } from "../domain/sign-in.ts";
import { signOutDevice } from "../domain/sign-out.ts";
import { signUp } from "../domain/sign-up.ts";
import type { SignedIn as DomainSignedIn } from "../domain/signed-in.ts";
import type { AccountOfDevice } from "./account-resolver.ts";
import { Account } from "./account-types.ts";
import type { UsersContext } from "./context.ts";
import {
  RefreshInput,
  RefreshResult,
  SelectProfileInput,
  SelectProfileResult,
  SignedIn,
  SignInInput,
  SignInResult,
  SignUpInput,
  SignUpResult,
} from "./sign-in-types.ts";

@Resolver(() => SignedIn)
export class SignInResolver {
  @FieldResolver(() => Account, { description: "The account it is signed in to." })
  account(@Root() { account, deviceId }: DomainSignedIn): AccountOfDevice {
    return { ...account, deviceId };
  }

  @Mutation(() => SignUpResult, { description: "Creates an account and signs in; repeated with the same password it signs in." })
  signUp(
    @Arg("input", () => SignUpInput, { description: "The account." }) { email, password, name, deviceName, country }: SignUpInput,
    @Ctx() { viewer, users }: UsersContext,
  ) {
    const from = { deviceName: deviceName ?? undefined, source: viewer.source };
    return signUp(users, { email, password, name, country: country ?? undefined }, from);
  }

  @Mutation(() => SignInResult, { description: "Signs a device in." })
  signIn(
    @Arg("input", () => SignInInput, { description: "Who, and on what." }) { email, password, deviceName }: SignInInput,
    @Ctx() { viewer, users }: UsersContext,
  ) {
    return signIn(users, { email, password }, { deviceName: deviceName ?? undefined, source: viewer.source });
  }

  @Mutation(() => RefreshResult, {
    description:
      "Gives a device that is signed in new tokens; each refresh token is good once, and using an old one again signs the device out.",
  })
  refresh(
    @Arg("input", () => RefreshInput, { description: "What keeps the device signed in." }) { refreshToken }: RefreshInput,
    @Ctx() { users }: UsersContext,
  ) {
    return refresh(users, refreshToken);
  }

  @Mutation(() => Boolean, { description: "Signs this device out: it cannot refresh any more. True where it was signed in." })
  async signOut(@Ctx() { viewer, users }: UsersContext): Promise<boolean> {
    if (viewer.accountId === undefined || viewer.deviceId === undefined) return false;
    return signOutDevice(users, viewer.accountId, viewer.deviceId);
  }

  @Mutation(() => SelectProfileResult, { description: "Makes this device a profile's, with the PIN where there is one." })
  async selectProfile(
    @Arg("input", () => SelectProfileInput, { description: "Who is watching." }) { profileId, pin }: SelectProfileInput,
    @Ctx() { viewer, users }: UsersContext,
  ) {
    const device = { accountId: requireAccount(viewer), deviceId: viewer.deviceId };
    const result = await selectProfile(users, device, { profileId, pin: pin ?? undefined });
    if (!result) throw codedError("UNAUTHENTICATED", "This device was signed out: sign in again.");
    return result;
  }
}
