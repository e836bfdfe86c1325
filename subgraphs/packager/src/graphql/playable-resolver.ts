import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { urlExpiry } from "../domain/media-links.ts";
import { refuseOutsider } from "../domain/membership.ts";
import { watchable } from "../domain/watchable.ts";
import type { PackagerContext } from "./context.ts";
import { Manifests, Playable, Video } from "./playable.ts";

@Resolver(() => Playable)
export class PlayableResolver {
  @FieldResolver(() => Manifests, {
    nullable: true,
    description: "Where to fetch the media, for a selected profile that may watch it; null for others, and until it is packaged.",
  })
  async manifests(@Root() { id }: Playable, @Ctx() context: PackagerContext): Promise<Manifests | undefined> {
    const { playables, playback, viewer } = context;
    const now = playback.now();
    const [playable, membership] = await Promise.all([playables.load(id), context.membership()]);
    const decision = refuseOutsider(membership) ?? watchable(viewer, playable, now);
    return decision.kind === "Watchable" ? playback.links.manifests(decision.encode, urlExpiry(decision.encode, now)) : undefined;
  }

  @Directive("@cacheControl(maxAge: 2, scope: PUBLIC)")
  @FieldResolver(() => Video, { nullable: true, description: "How far its video is; null where none was ever imported." })
  async video(@Root() { id }: Playable, @Ctx() { playables }: PackagerContext): Promise<Video | undefined> {
    return (await playables.load(id)).video;
  }

  @Directive("@cacheControl(maxAge: 30, scope: PUBLIC)")
  @FieldResolver(() => String, {
    nullable: true,
    description: "An absolute URL of a JPEG picture from the middle of the film; null until it is packaged.",
  })
  async stillUrl(@Root() { id }: Playable, @Ctx() { playables, playback }: PackagerContext): Promise<string | undefined> {
    const { video } = await playables.load(id);
    return video?.encode && playback.links.stillUrl(video.encode);
  }
}
