import { requireAccount } from "@marquee/subgraph-server";
import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from "type-graphql";
import { endPlayback } from "../domain/end-playback.ts";
import { renewPlayback } from "../domain/renew-playback.ts";
import { startPlayback } from "../domain/start-playback.ts";
import type { PackagerContext } from "./context.ts";
import { Playable } from "./playable.ts";
import {
  EndPlaybackInput,
  EndPlaybackResult,
  PlaybackSession,
  RenewPlaybackInput,
  RenewPlaybackResult,
  StartPlaybackInput,
  StartPlaybackResult,
} from "./playback-types.ts";

@Resolver(() => PlaybackSession)
export class PlaybackResolver {
  @Mutation(() => StartPlaybackResult, { description: "Starts a watching for the selected profile, or says why not." })
  startPlayback(
    @Arg("input", () => StartPlaybackInput, { description: "What to play, and how its watching is reported." }) input: StartPlaybackInput,
    @Ctx() { playback, viewer }: PackagerContext,
  ) {
    const { reporting, deviceTime, ...wanted } = input;
    return startPlayback(playback, viewer, { ...wanted, reporting: reporting ?? "GRAPH", ...(deviceTime && { deviceTime }) });
  }

  @Mutation(() => RenewPlaybackResult, { description: "Gives a session of the selected profile new URLs." })
  renewPlayback(
    @Arg("input", () => RenewPlaybackInput, { description: "Which session to go on with." }) { token }: RenewPlaybackInput,
    @Ctx() { playback, viewer }: PackagerContext,
  ) {
    return renewPlayback(playback, viewer, token);
  }

  @Mutation(() => EndPlaybackResult, { description: "Ends this session, or another of the same account." })
  endPlayback(
    @Arg("input", () => EndPlaybackInput, { description: "Which session to end." }) { sessionId }: EndPlaybackInput,
    @Ctx() { playback, viewer }: PackagerContext,
  ) {
    return endPlayback(playback, requireAccount(viewer), sessionId);
  }

  @FieldResolver(() => Playable, { nullable: true, description: "What is played; its progress says where to resume." })
  playable(@Root() { playableId }: { readonly playableId: string }): Playable {
    return { id: playableId };
  }

  @FieldResolver(() => Int, { description: "How often to report while playing." })
  reportIntervalSeconds(): number {
    return 10;
  }
}
