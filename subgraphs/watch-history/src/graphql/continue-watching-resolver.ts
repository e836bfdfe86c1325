import { requireProfile } from "@marquee/subgraph-server";
import { Directive, Resolver, Root, Subscription } from "type-graphql";
import { continueWatchingUpdates } from "../domain/continue-watching-updates.ts";
import type { ResumePoint } from "../domain/profile-store.ts";
import type { Context } from "./context.ts";
import { InProgress, toInProgress } from "./progress.ts";

@Resolver()
export class ContinueWatchingResolver {
  @Directive("@latestValue")
  @Subscription(() => [InProgress], {
    description: "The 20 latest things to continue of the selected profile: now, and whenever one of its devices moved them.",
    subscribe: ({ context }: { readonly context: Context }) => continueWatchingUpdates(context, requireProfile(context.viewer)),
  })
  continueWatching(@Root() points: readonly ResumePoint[]): readonly InProgress[] {
    return points.map(toInProgress);
  }
}
