import { requireAccount } from "@marquee/subgraph-server";
import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { createProfile, deleteProfile, updateProfile } from "../domain/manage-profiles.ts";
import type { Profile as DomainProfile } from "../domain/profile.ts";
import { Profile } from "./account-types.ts";
import type { UsersContext } from "./context.ts";
import {
  CreateProfileInput,
  CreateProfileResult,
  DeleteProfileInput,
  DeleteProfileResult,
  UpdateProfileInput,
  UpdateProfileResult,
} from "./profile-types.ts";

@Resolver(() => Profile)
export class ProfileResolver {
  @Query(() => Profile, { nullable: true, description: "The selected profile; null without one." })
  currentProfile(@Ctx() context: UsersContext): Promise<DomainProfile | undefined> {
    return ownProfile(context.viewer.profileId, context);
  }

  @FieldResolver(() => Boolean, { description: "Whether selecting it asks for a PIN." })
  hasPin(@Root() { pinHash }: DomainProfile): boolean {
    return pinHash !== undefined;
  }

  @Mutation(() => CreateProfileResult, { description: "Adds a profile to the account; an adult's profile must be selected." })
  createProfile(
    @Arg("input", () => CreateProfileInput, { description: "What the profile is like." }) input: CreateProfileInput,
    @Ctx() { viewer, users }: UsersContext,
  ) {
    const { name, maturityLimit, pin } = input;
    return createProfile(users, managerOf(viewer), { name, maturityLimit, pin: pin ?? undefined });
  }

  @Mutation(() => UpdateProfileResult, { description: "Changes a profile of the account; an adult's profile must be selected." })
  updateProfile(
    @Arg("input", () => UpdateProfileInput, { description: "What changes." }) input: UpdateProfileInput,
    @Ctx() { viewer, users }: UsersContext,
  ) {
    return updateProfile(users, managerOf(viewer), {
      profileId: input.profileId,
      name: input.name ?? undefined,
      maturityLimit: input.maturityLimit ?? undefined,
      pin: input.pin ?? undefined,
      removesPin: input.removePin ?? false,
      currentPin: input.currentPin ?? undefined,
    });
  }

  @Mutation(() => DeleteProfileResult, { description: "Deletes a profile of the account; an adult's profile must be selected." })
  deleteProfile(
    @Arg("input", () => DeleteProfileInput, { description: "Which one." }) { profileId }: DeleteProfileInput,
    @Ctx() { viewer, users }: UsersContext,
  ) {
    return deleteProfile(users, managerOf(viewer), profileId);
  }
}

/** A profile of the viewer's account; other accounts' profiles are unknown. */
export async function ownProfile(id: string | undefined, { viewer, profilesOf }: UsersContext): Promise<DomainProfile | undefined> {
  if (id === undefined || viewer.accountId === undefined) return undefined;
  return (await profilesOf.load(viewer.accountId)).find((profile) => profile.id === id);
}

function managerOf(viewer: UsersContext["viewer"]) {
  return { accountId: requireAccount(viewer), profileId: viewer.profileId };
}
